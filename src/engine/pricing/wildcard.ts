/** Whether the name matches the pattern, in which `*` stands for any characters; ignores case. */
export function isLike(pattern: string, name: string): boolean {
  const [start = '', ...rest] = pattern.trim().toLowerCase().split('*');
  const value = name.trim().toLowerCase();
  const end = rest.pop();
  if (end === undefined) {
    return value === start;
  }
  let at = value.startsWith(start) ? start.length : -1;
  for (const part of rest) {
    const found = at < 0 ? -1 : value.indexOf(part, at);
    at = found < 0 ? -1 : found + part.length;
  }
  return at >= 0 && value.length >= at + end.length && value.endsWith(end);
}
