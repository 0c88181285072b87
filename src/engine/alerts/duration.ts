const units: readonly (readonly [unit: string, seconds: number])[] = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
];

/** Parses one of Grafana's durations into seconds: `1h30m` is 5400. */
export function parseDuration(text: string): number {
  let seconds = 0;
  text.replace(/(\d+)(ms|[smhdw])/g, (_, count: string, unit: string) => {
    seconds += Number(count) * (units.find(([name]) => name === unit)?.[1] ?? 0.001);
    return '';
  });
  return seconds;
}

/** Writes seconds as a duration: `90` is `1m30s`, `600` is `10m`. Days and weeks are written in hours. */
export function printDuration(seconds: number): string {
  let rest = seconds;
  const parts = units.slice(2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? `${count}${unit}` : '';
  });
  return parts.join('') || '0s';
}
