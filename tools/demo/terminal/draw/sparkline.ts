const LEVELS = '▁▂▃▄▅▆▇█';

export interface Scale {
  low: number;
  high: number;
}

/** Returns the scale of all series of a panel, so that their lines can be compared. */
export function scaleOf(series: readonly (readonly (number | null)[])[], fromZero: boolean): Scale {
  const numbers = series.flat().filter((value) => value !== null);
  const low = fromZero ? 0 : numbers.reduce((least, value) => Math.min(least, value), Infinity);
  return { low, high: numbers.reduce((most, value) => Math.max(most, value), -Infinity) };
}

/** Draws one character per value, and a gap if there is none: `▂▂▃█ ▁`. */
export function sparkline(values: readonly (number | null)[], { low, high }: Scale): string {
  const span = high - low;
  return values
    .map((value) => {
      if (value === null) {
        return ' ';
      }
      const share = span > 0 ? (value - low) / span : value > 0 ? 1 : 0;
      return LEVELS[Math.min(LEVELS.length - 1, Math.floor(share * LEVELS.length))];
    })
    .join('');
}
