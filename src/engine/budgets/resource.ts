import type { Answer } from '../host.ts';
import { ask, first, type Exchange } from '../lookups/exchange.ts';
import type { Settings } from '../settings/settings.ts';
import { windowOf } from '../window.ts';
import { budgetColumnIds, type BudgetColumnId } from './columns.ts';
import { askedFor } from './rounds.ts';

/** Milliseconds during which gateways, which ask before each call, get the same moment and thus the same answer. */
const momentKept = 10_000;
const valuesKept = 60;

/** The state of a budget. `unknown` means that it cannot be told: there were requests, but none of them has a price. */
type Standing = 'ok' | 'soft' | 'hard' | 'unknown';

/** Returns every budget as an alert rule would see it now. */
export function* budgetStates(
  settings: Settings,
  now: number
): Exchange<{ budgets: Record<string, unknown>[]; at: number }> {
  const at = momentOf(Math.floor(now / momentKept) * momentKept, settings);
  const ready = yield* askedFor({ settings, now, moment: at, settled: at, fromAlert: true });
  return yield* ask({
    step: 'values',
    need: () => ({ statements: [{ ...ready().statement, cacheSeconds: valuesKept }] }),
    read: (answers) => ({ budgets: readStates(first(answers)), at }),
  });
}

/** Computes the end of the window of a rule that is evaluated then. */
function momentOf(to: number, settings: Settings): number {
  const request = { refId: '', from: to - 60_000, to, intervalMs: 60_000, maxDataPoints: 1, fromAlert: true };
  return windowOf(request, {}, settings.delaySeconds).to;
}

function readStates({ columns, rows }: Answer): Record<string, unknown>[] {
  return rows.map((row) => {
    const of = (name: string): unknown => row[columns.indexOf(name)];
    const numberOf = (id: string): number | null => (of(id) === null ? null : Number(of(id)));
    const values = Object.fromEntries(budgetColumnIds.map((id) => [id, numberOf(id)])) as Values;
    return {
      name: of('budget'),
      period: { name: of('period'), from: numberOf('period_from'), to: numberOf('period_to') },
      ...values,
      state: standing(values),
    };
  });
}

type Values = Record<BudgetColumnId, number | null>;

function standing(values: Values): Standing {
  const share = values.share_used;
  if (share === null) {
    return 'unknown';
  }
  if (share >= (values.hard ?? 1)) {
    return 'hard';
  }
  return share >= (values.soft ?? 1) ? 'soft' : 'ok';
}
