/** Billionths of a dollar, in which money is counted: sums of whole numbers are exact. */
export const nanoDollars = 1_000_000_000;

/** Billionths of a dollar. */
export interface Spending {
  day: number;
  month: number;
}

/** USD. */
export interface Cap {
  day?: number | undefined;
  month?: number | undefined;
}

/** Which cap is reached, or would be by what is to be spent. */
export type Reached = 'day' | 'month';

/** Keeps what was spent and what is reserved for calls on their way within a cap. */
export class Budget {
  readonly #cap: Cap;
  #spent: Spending;

  constructor(cap: Cap, spent: Spending) {
    this.#cap = cap;
    this.#spent = spent;
  }

  /** Reserves what calls may cost at most; says which cap does not allow it, and reserves nothing then. */
  reserve(nanos: number): Reached | undefined {
    const reached = (['day', 'month'] as const).find((period) => {
      const cap = this.#cap[period];
      return cap !== undefined && this.#spent[period] + nanos > Math.round(cap * nanoDollars);
    });
    if (reached === undefined) {
      this.#spent = { day: this.#spent.day + nanos, month: this.#spent.month + nanos };
    }
    return reached;
  }
}
