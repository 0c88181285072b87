/** A value as ClickHouse reads `param_*`: a field of TabSeparated. Source: ClickHouse, HTTP interface, queries with parameters. */
export function escapeParameter(value: string): string {
  return value
    .replace(/\\/g, '\\\\')
    .replace(/\t/g, '\\t')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\0/g, '\\0');
}

/** An `Array(String)` as `param_*`: its items are quoted, with the same escapes inside, and not escaped once more. */
export function escapeArrayParameter(values: readonly string[]): string {
  const quoted = values.map((value) => "'" + escapeParameter(value).replace(/'/g, "\\'") + "'");
  return `[${quoted.join(',')}]`;
}
