import type { Bound, Operator } from './rule.ts';

/**
 * The numbers that many rules have, each said once. `more` is what a rule's own number means.
 */

type Own = Pick<Bound, 'refId' | 'number'> & Partial<Bound>;

const bound = (common: Omit<Bound, 'refId' | 'number'>, own: Own): Bound => ({ ...common, ...own });

/** Enough rows in the window to judge by. */
export const enough = (what: string, own: Own): Bound =>
  bound(
    {
      id: what,
      title: `Least ${what}`,
      unit: 'short',
      is: '>=',
      min: 1,
      max: 1_000_000,
      means: `${what} in the window: enough to judge by`,
    },
    own
  );

/** Enough rows in the windows before to compare with, as many as a mean window has. */
export const enoughBefore = (what: string, own: Own): Bound =>
  bound(
    {
      id: `${what}_before`,
      title: `Least ${what} before`,
      unit: 'short',
      is: '>=',
      min: 1,
      max: 1_000_000,
      means: `${what} in a window before, in the mean: enough to compare with`,
    },
    own
  );

/** A share that is too high or too low. */
export const share = (id: string, title: string, is: Operator, means: string, own: Own): Bound =>
  bound({ id, title, unit: 'percentunit', is, min: 0, max: 1, means }, own);

/** How many times the value before. */
export const ratio = (is: Operator, means: string, own: Own): Bound =>
  bound({ id: 'ratio', title: 'Times the value before', unit: 'none', is, min: 0, max: 1000, means }, own);

/** How far from the value before, in the value's own unit. */
export const change = (is: Operator, unit: string, means: string, own: Own): Bound =>
  bound({ id: 'change', title: 'Change', unit, is, min: -1_000_000, max: 1_000_000, means }, own);

/** Seconds that are too long. */
export const slower = (id: string, title: string, means: string, own: Own): Bound =>
  bound({ id, title, unit: 's', is: '>', min: 0.01, max: 3600, means }, own);
