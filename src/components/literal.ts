/** Doubles each `$` of a value for a provisioning file, where Grafana would take it for a variable's: that of an expression such as `^a$`. */
export function literal(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$/g, '$$$$');
  }
  if (Array.isArray(value)) {
    return value.map(literal);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, of]) => [key, literal(of)]))
    : value;
}
