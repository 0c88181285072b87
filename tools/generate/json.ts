/** Writes pretty-printed JSON with sorted keys and a line break at the end, so that it only depends on the values. */
export function sortedJson(value: unknown): string {
  return `${JSON.stringify(value, (_, part: unknown) => (isObject(part) ? sorted(part) : part), 2)}\n`;
}

function sorted(part: object): object {
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isObject(part: unknown): part is object {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}
