/**
 * How Grafana's provisioning files spell a rule's texts. Environment variables are filled into labels, titles and uids,
 * so a `$` of a template is doubled there; annotations and query models are taken as they are.
 */
export const interpolated = (text: string): string => text.replaceAll('$', '$$$$');

/** `90` is `1m30s`, `600` is `10m`. */
export function duration(seconds: number): string {
  const units: [string, number][] = [
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ];
  let rest = seconds;
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [`${count}${unit}`] : [];
  });
  return parts.join('') || '0s';
}
