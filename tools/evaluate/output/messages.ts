/** Messages about what evaluators write to. */

/** Says what a collector answered, without what it quotes. */
export const collectorRefused = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'number'
    ? `The collector answered with status ${code}. What it did not take is kept, and sent again.`
    : 'The collector cannot be reached. What it did not take is kept, and sent again.';
};

export const spansMissing = (table: string) =>
  `The table ${table}, into which the spans of judges’ calls are written, was not found. Name another in the data source’s settings (tracesTable), or write "output: { spans: false }".`;

export const spansNotLaidOut = (table: string, missing: readonly string[]) =>
  `The table ${table} is none of the collector’s spans: it lacks ${missing.join(', ')}. Send the spans of judges’ calls to a collector, or write "output: { spans: false }".`;
