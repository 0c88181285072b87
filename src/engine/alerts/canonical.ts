/** What Grafana itself adds to a query's model. */
export const addedByGrafana: readonly string[] = [
  'datasource',
  'hide',
  'intervalMs',
  'maxDataPoints',
  'queryType',
  'refId',
];

/** A part of a rule as text, so that two can be compared: JSON with its keys in order, whoever wrote it. */
export function canonicalText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, (_, part: unknown) => inOrder(part));
}

function inOrder(part: unknown): unknown {
  return part !== null && typeof part === 'object' && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
    : part;
}
