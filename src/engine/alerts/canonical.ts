/** The keys that Grafana itself adds to a query's model. */
export const addedByGrafana: readonly string[] = [
  'datasource',
  'hide',
  'intervalMs',
  'maxDataPoints',
  'queryType',
  'refId',
];

/** Writes a part of a rule as JSON with sorted keys, so that two can be compared. */
export function canonicalText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, (_, part: unknown) => inOrder(part));
}

function inOrder(part: unknown): unknown {
  return part !== null && typeof part === 'object' && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
    : part;
}
