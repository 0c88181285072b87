import { dimensionOf, isDimension, type DimensionId } from '../catalogue/dimensions/index.ts';
import { previousVersion } from '../catalogue/dimensions/previous.ts';
import {
  emptyName,
  invalidBudget,
  nameTaken,
  noValues,
  notAnAmount,
  notAShare,
  notAZone,
  notOfRequests,
  softAboveHard,
} from './budgetmessages.ts';
import * as z from 'zod/mini';

export const periods = ['day', 'week', 'month'] as const;
export type Period = (typeof periods)[number];

/** What a budget is where it does not say. */
export const defaults = { timezone: 'UTC', soft: 0.7, hard: 1 } as const;

const name = z
  .string({ error: emptyName() })
  .check(z.refine((value) => value.trim() !== '' && value.length <= 100, { error: emptyName() }));

const share = (otherwise: number) =>
  z._default(z.number({ error: notAShare() }).check(z.gt(0, { error: notAShare() })), otherwise);

const ofRequests = (id: unknown): boolean =>
  typeof id === 'string' && id !== previousVersion && isDimension(id) && dimensionOf(id).facts.includes('requests');

const filter = z.strictObject({
  dimension: z.custom<DimensionId>(ofRequests, { error: notOfRequests() }),
  operator: z.enum(['in', 'not_in', 'matches', 'not_matches']),
  values: z.array(z.string()).check(z.minLength(1, { error: noValues() }), z.maxLength(1000)),
});

const budget = z
  .strictObject({
    name,
    /** What it is about: requests that pass all of them; the whole account without. */
    filters: z._default(z.array(filter).check(z.maxLength(20)), []),
    /** US dollars a period. */
    amount: z.number({ error: notAnAmount() }).check(z.gt(0, { error: notAnAmount() })),
    /** Of the calendar; a week begins on Monday. */
    period: z.enum(periods),
    /** Where a day begins, of the IANA database. */
    timezone: z._default(
      z.string({ error: notAZone() }).check(z.regex(/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/, { error: notAZone() })),
      defaults.timezone
    ),
    /** Shares of the amount: when to warn, and when to stop. */
    soft: share(defaults.soft),
    hard: share(defaults.hard),
  })
  .check(z.refine(({ soft, hard }) => soft <= hard, { error: softAboveHard(), path: ['soft'], abort: true }));

export type Budget = z.infer<typeof budget>;
/** As it is saved: what is left out has its default. */
export type SavedBudget = z.input<typeof budget>;

/** The setting `budgets` of the data source. */
export const budgetSettings = z._default(
  z.array(budget).check(
    z.maxLength(50),
    z.check<Budget[]>(({ value, issues }) => {
      const names = value.map((one) => one.name);
      const twice = names.findIndex((own, index) => names.indexOf(own) !== index);
      if (twice >= 0) {
        issues.push({ code: 'custom', input: value, path: [twice, 'name'], message: nameTaken() });
      }
    })
  ),
  []
);

/** What is wrong with the setting, in words that name the budget: `path` is the place of a problem in it. */
export function budgetProblem(saved: unknown, path: readonly PropertyKey[], problem: string): string {
  const [index, ...field] = path;
  const own = Array.isArray(saved) ? (saved[Number(index)] as { name?: unknown } | undefined) : undefined;
  const called = typeof own?.name === 'string' ? JSON.stringify(own.name) : `number ${Number(index ?? 0) + 1}`;
  return invalidBudget(called, field.map(String).join('.'), problem);
}
