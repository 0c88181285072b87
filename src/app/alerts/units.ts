/** How a number of a rule is entered: a share in percent, others in their unit. */
export interface Typed {
  factor: number;
  prefix?: string;
  suffix?: string;
}

const byUnit: Record<string, Typed> = {
  percentunit: { factor: 100, suffix: '%' },
  s: { factor: 1, suffix: 's' },
  currencyUSD: { factor: 1, prefix: '$' },
};

export const typedIn = (unit: string): Typed => byUnit[unit] ?? { factor: 1 };

/** Converts for display: 0.07 is 7 percent, not 7.000000000000001. */
export const shown = (number: number, { factor }: Typed): number => exact(number * factor);
export const meant = (typed: number, { factor }: Typed): number => exact(typed / factor);

const exact = (number: number): number => Number(number.toPrecision(12));
