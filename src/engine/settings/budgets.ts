import { zonePattern } from '../query/model.ts';
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

/** The default values of a budget. */
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
    /** The requests it covers: those that match all filters; the whole account without filters. */
    filters: z._default(z.array(filter).check(z.maxLength(20)), []),
    /** US dollars per period. */
    amount: z.number({ error: notAnAmount() }).check(z.gt(0, { error: notAnAmount() })),
    /** The calendar period; a week begins on Monday. */
    period: z.enum(periods),
    /** The IANA time zone in which days begin. */
    timezone: z._default(
      z.string({ error: notAZone() }).check(z.regex(zonePattern, { error: notAZone() })),
      defaults.timezone
    ),
    /** The shares of the amount at which to warn, and at which to stop. */
    soft: share(defaults.soft),
    hard: share(defaults.hard),
  })
  .check(z.refine(({ soft, hard }) => soft <= hard, { error: softAboveHard(), path: ['soft'], abort: true }));

export type Budget = z.infer<typeof budget>;
/** A budget as it is saved; whatever is left out has its default. */
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

/** Says what is wrong with the setting, naming the budget; `path` is the position of the problem. */
export function budgetProblem(saved: unknown, path: readonly PropertyKey[], problem: string): string {
  const [index, ...field] = path;
  const own = Array.isArray(saved) ? (saved[Number(index)] as { name?: unknown } | undefined) : undefined;
  const called = typeof own?.name === 'string' ? JSON.stringify(own.name) : `number ${Number(index ?? 0) + 1}`;
  return invalidBudget(called, field.map(String).join('.'), problem);
}
