import type { Bound, Operator } from './rule.ts';

/**
 * Numbers that many rules share, each defined once. `own` is what the rule sets itself.
 */

type Own = Pick<Bound, 'refId' | 'number'> & Partial<Bound>;

const bound = (common: Omit<Bound, 'refId' | 'number'>, own: Own): Bound => ({ ...common, ...own });

/** Requires enough rows in the window to judge by. */
export const enough = (what: string, own: Own): Bound =>
  bound(
    {
      id: what,
      title: `Minimum ${what}`,
      unit: 'short',
      is: '>=',
      min: 1,
      max: 1_000_000,
      means: `${what} in the window: enough to judge by`,
    },
    own
  );

/** Requires enough rows in the baseline to compare with, per baseline window on average. */
export const enoughBefore = (what: string, own: Own): Bound =>
  bound(
    {
      id: `${what}_before`,
      title: `Minimum baseline ${what}`,
      unit: 'short',
      is: '>=',
      min: 1,
      max: 1_000_000,
      means: `${what} per baseline window on average: enough to compare with`,
    },
    own
  );

/** Compares a share that can be too high or too low. */
export const share = (id: string, title: string, is: Operator, means: string, own: Own): Bound =>
  bound({ id, title, unit: 'percentunit', is, min: 0, max: 1, means }, own);

/** Compares the value as a multiple of the baseline. */
export const ratio = (is: Operator, means: string, own: Own): Bound =>
  bound({ id: 'ratio', title: 'Ratio to baseline', unit: 'none', is, min: 0, max: 1000, means }, own);

/** Requires that almost none are left of enough: that is an absolute change too. */
export const almostNone = (what: string): Bound =>
  ratio('<', `${what} relative to the baseline: almost none are left`, { refId: 'R', number: 0.02, max: 1 });

/** Compares the value's distance from the baseline, in the value's own unit. */
export const change = (is: Operator, unit: string, means: string, own: Own): Bound =>
  bound({ id: 'change', title: 'Change from baseline', unit, is, min: -1_000_000, max: 1_000_000, means }, own);

/** Compares a duration that can be too long. */
export const slower = (id: string, title: string, means: string, own: Own): Bound =>
  bound({ id, title, unit: 's', is: '>', min: 0.01, max: 3600, means }, own);
