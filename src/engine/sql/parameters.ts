/** A value as ClickHouse reads `param_*`: a field of TabSeparated. Source: ClickHouse, HTTP interface, queries with parameters. */
export function escapeParameter(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\0/g, '\\0');
}

/** An `Array(String)` as `param_*`: quoted inside, then escaped as a field. */
export function escapeArrayParameter(values: readonly string[]): string {
  const quoted = values.map((value) => "'" + value.replace(/\\/g, '\\\\').replace(/'/g, "\\'") + "'");
  return escapeParameter(`[${quoted.join(',')}]`);
}
