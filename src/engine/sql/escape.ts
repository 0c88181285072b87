/** Escapes a value as ClickHouse reads `param_*`, as TabSeparated. Source: ClickHouse, HTTP interface, queries with parameters. */
export function escapeParameter(value: string): string {
  if (!special.test(value)) {
    return value;
  }
  return value
    .replace(/\\/g, '\\\\')
    .replace(/\t/g, '\\t')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\0/g, '\\0');
}

const special = /[\\\t\n\r\0']/;

/** Writes an `Array(String)` as `param_*`: items are quoted, with the same escapes inside, and not escaped again. */
export function escapeArrayParameter(values: readonly string[]): string {
  if (values.length > 0 && !special.test(values.join(''))) {
    return `['${values.join("','")}']`;
  }
  const quoted = values.map((value) => "'" + escapeParameter(value).replace(/'/g, "\\'") + "'");
  return `[${quoted.join(',')}]`;
}
