import type { BacktestRequest, State } from './model.ts';
import { failed, firing, normal, noValue, type Symbol } from './runs.ts';

/** The settings that states depend on, in seconds. */
export interface Rules extends Pick<BacktestRequest['rule'], 'noDataState' | 'execErrState'> {
  for: number;
  keepFiringFor: number;
  missingEvaluations: number;
  interval: number;
}

export const rulesOf = ({ rule, interval }: Pick<BacktestRequest, 'rule' | 'interval'>): Rules => ({
  noDataState: rule.noDataState,
  execErrState: rule.execErrState,
  for: rule.for,
  keepFiringFor: rule.keepFiringFor ?? 0,
  missingEvaluations: rule.missingSeriesEvalsToResolve ?? 2,
  interval,
});

/** An alert instance as Grafana's state manager keeps it. */
export interface Kept {
  state: State;
  reason: string;
  startsAt: number;
  evaluatedAt: number;
}

export type Evaluated = typeof normal | typeof firing | typeof noValue | typeof failed;

const names: Record<Evaluated, State> = {
  [normal]: 'Normal',
  [firing]: 'Alerting',
  [noValue]: 'NoData',
  [failed]: 'Error',
};

export const isEvaluated = (symbol: Symbol): symbol is Evaluated => symbol in names;

/** Applies an evaluation to an instance, new if `kept` is undefined. Source: Grafana, pkg/services/ngalert/state/state.go, transition. */
export function evaluated(kept: Kept | undefined, symbol: Evaluated, now: number, rules: Rules): Kept {
  const before: Kept = kept ?? { state: 'Normal', reason: '', startsAt: now, evaluatedAt: now };
  const next = { ...results[symbol](before, now, rules), evaluatedAt: now };
  const isSaid = symbol === normal || symbol === firing || next.state === names[symbol];
  return { ...next, reason: isSaid ? '' : reasonOf(symbol, rules) };
}

type Result = (kept: Kept, now: number, rules: Rules) => Kept;

const to = (kept: Kept, state: State, startsAt: number): Kept => ({ ...kept, state, startsAt });

const resultNormal: Result = (kept, now, { keepFiringFor }) => {
  if (kept.state === 'Normal' || (kept.state === 'Recovering' && now - kept.startsAt < keepFiringFor)) {
    return kept;
  }
  return to(kept, kept.state === 'Alerting' && keepFiringFor > 0 ? 'Recovering' : 'Normal', now);
};

const resultAlerting: Result = (kept, now, rules) => {
  switch (kept.state) {
    case 'Alerting':
      return kept;
    case 'Pending':
      return now - kept.startsAt >= rules.for ? to(kept, 'Alerting', now) : kept;
    default:
      return to(kept, kept.state !== 'Recovering' && rules.for > 0 ? 'Pending' : 'Alerting', now);
  }
};

const resultKeepLast: Result = (kept, now, rules) =>
  kept.state === 'Alerting' || kept.state === 'Pending'
    ? resultAlerting(kept, now, rules)
    : resultNormal(kept, now, rules);

const byPolicy: Record<Rules['noDataState'] | Rules['execErrState'], Result> = {
  Alerting: resultAlerting,
  OK: resultNormal,
  KeepLast: resultKeepLast,
  NoData: (kept, now) => (kept.state === 'NoData' ? kept : to(kept, 'NoData', now)),
  Error: (kept, now) => (kept.state === 'Error' ? kept : to(kept, 'Error', now)),
};

const results: Record<Evaluated, Result> = {
  [normal]: resultNormal,
  [firing]: resultAlerting,
  [noValue]: (kept, now, rules) => byPolicy[rules.noDataState](kept, now, rules),
  [failed]: (kept, now, rules) => byPolicy[rules.execErrState](kept, now, rules),
};

function reasonOf(symbol: Evaluated, { noDataState, execErrState }: Rules): string {
  const policy = symbol === failed ? execErrState : noDataState;
  return policy === 'KeepLast' ? `${names[symbol]}, KeepLast` : names[symbol];
}

/** Returns the seconds until a missing instance is resolved and forgotten. Source: manager.go, processMissingSeriesStates. */
export const forgottenAfter = ({ state }: Kept, { interval, missingEvaluations }: Rules): number =>
  interval * (state === 'Error' || state === 'NoData' ? 1 : missingEvaluations);

/** Returns the second at which a state changes by itself. */
export function turnsAt({ state, startsAt }: Kept, rules: Rules): number {
  return state === 'Pending'
    ? startsAt + rules.for
    : state === 'Recovering'
      ? startsAt + rules.keepFiringFor
      : Infinity;
}
