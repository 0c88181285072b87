import { explain } from '../explain.ts';
import type { Reply, ResourceAnswer, Statement, StatementResult } from '../host.ts';
import type { Settings } from '../settings/settings.ts';
import { windowOf } from '../window.ts';
import { budgetColumnIds, type BudgetColumnId } from './columns.ts';
import { nextRound, type Ready } from './rounds.ts';

/** Gateways ask before each call: for so many seconds they get the same moment, and with it the same answer. */
const nowKept = 10;
const valuesKept = 60;

const now: Statement = {
  sql: 'SELECT toUnixTimestamp64Milli(now64(3)) AS now',
  params: {},
  settings: {},
  cacheSeconds: nowKept,
};

type State = { step: 'now' } | { step: 'rounds'; at: number; inner: unknown } | { step: 'values'; at: number };

/** Where a budget stands. `unknown`: there were requests, and none of them has a price. */
type Standing = 'ok' | 'soft' | 'hard' | 'unknown';

/** Every budget as an alert rule would see it at the server's own time. */
export function budgetStates(
  settings: Settings,
  state: unknown,
  results: StatementResult[] | undefined
): Reply<ResourceAnswer> {
  const current = state as State | null | undefined;
  if (!current) {
    return { need: [now], state: { step: 'now' } satisfies State };
  }
  const [first] = results ?? [];
  if (current.step !== 'rounds' && first && !first.ok) {
    return { error: explain(first.failure) };
  }
  if (current.step === 'values') {
    return { done: { status: 200, body: { budgets: readStates(first), at: current.at } } };
  }
  const at = current.step === 'now' ? momentOf(first, settings) : current.at;
  const asked = { settings, moment: at, settled: at, fromAlert: true };
  const round =
    current.step === 'now' ? nextRound(asked, undefined, undefined) : nextRound(asked, current.inner, results);
  if ('error' in round) {
    return round;
  }
  return 'ready' in round
    ? { need: [kept(round.ready)], state: { step: 'values', at } satisfies State }
    : { need: round.need, state: { step: 'rounds', at, inner: round.state } satisfies State };
}

const kept = ({ statement }: Ready): Statement => ({ ...statement, cacheSeconds: valuesKept });

/** The end of a rule's window that is evaluated now. */
function momentOf(result: StatementResult | undefined, settings: Settings): number {
  const to = Number(result?.ok ? (result.rows[0]?.[0] ?? 0) : 0);
  const request = { refId: '', from: to - 60_000, to, intervalMs: 60_000, maxDataPoints: 1, fromAlert: true };
  return windowOf(request, {}, settings.delaySeconds).to;
}

function readStates(result: StatementResult | undefined): Record<string, unknown>[] {
  return (result?.ok ? result.rows : []).map((row) => {
    const of = (name: string): unknown => row[(result?.ok ? result.columns : []).indexOf(name)];
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
