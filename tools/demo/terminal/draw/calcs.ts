/** The calculations of legends, by Grafana's names; null for a series without values. */
export const calcs: Record<string, { title: string; of: (values: readonly number[]) => number | null }> = {
  sum: { title: 'Total', of: (values) => (values.length > 0 ? sum(values) : null) },
  mean: { title: 'Mean', of: (values) => (values.length > 0 ? sum(values) / values.length : null) },
  max: {
    title: 'Max',
    of: (values) => values.reduce<number | null>((most, value) => Math.max(most ?? value, value), null),
  },
  min: {
    title: 'Min',
    of: (values) => values.reduce<number | null>((least, value) => Math.min(least ?? value, value), null),
  },
  lastNotNull: { title: 'Last', of: (values) => values[values.length - 1] ?? null },
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
