import type { Answer, Statement } from '../host.ts';
import { ask, first, type Conversation } from '../lookups/conversation.ts';
import type { Settings } from '../settings/settings.ts';
import { windowOf } from '../window.ts';
import { budgetColumnIds, type BudgetColumnId } from './columns.ts';
import { askedFor } from './rounds.ts';

/** Seconds during which gateways, which ask before each call, get the same moment and thus the same answer. */
const nowKept = 10;
const valuesKept = 60;

const now: Statement = {
  sql: 'SELECT toUnixTimestamp64Milli(now64(3)) AS now',
  params: {},
  settings: {},
  cacheSeconds: nowKept,
};

/** The state of a budget. `unknown` means that there were requests, but none of them has a price. */
type Standing = 'ok' | 'soft' | 'hard' | 'unknown';

/** Returns every budget as an alert rule would see it at the server's current time. */
export function* budgetStates(settings: Settings): Conversation<{ budgets: Record<string, unknown>[]; at: number }> {
  const at = yield* ask({
    step: 'now',
    as: 'at',
    need: () => ({ statements: [now] }),
    read: (answers) => momentOf(first(answers), settings),
  });
  const ready = yield* askedFor({ settings, moment: at, settled: at, fromAlert: true });
  return yield* ask({
    step: 'values',
    need: () => ({ statements: [{ ...ready().statement, cacheSeconds: valuesKept }] }),
    read: (answers) => ({ budgets: readStates(first(answers)), at }),
  });
}

/** Computes the end of the window of a rule that is evaluated now. */
function momentOf({ rows }: Answer, settings: Settings): number {
  const to = Number(rows[0]?.[0] ?? 0);
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
  const share = values.share_used ?? 0;
  if (share >= (values.hard ?? 1)) {
    return 'hard';
  }
  if (share >= (values.soft ?? 1)) {
    return 'soft';
  }
  return share === 0 && (values.unpriced ?? 0) > 0 ? 'unknown' : 'ok';
}
