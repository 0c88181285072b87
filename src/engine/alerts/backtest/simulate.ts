import { evaluated, forgottenAfter, isEvaluated, turnsAt, type Evaluated, type Kept, type Rules } from './machine.ts';
import type { State } from './model.ts';
import { failed, firing, normal, noValue, others, united, type Run, type Series, type Span } from './runs.ts';

/** The state from a tick on, which is given by index. */
export interface Turn {
  tick: number;
  state: State;
  reason: string;
}

export interface Simulated {
  labels: Record<string, string>;
  turns: Turn[];
  runs: readonly Run[];
}

/** Labels of the instances that Grafana creates itself for evaluations without any. */
export interface Stand {
  noData: Record<string, string>[];
  error: Record<string, string>;
}

export const missingSeries = 'MissingSeries';

/** A range of ticks in which every known instance gets the same result, regardless of its own. */
interface ForAll extends Span {
  symbol: Evaluated;
}

/**
 * Simulates Grafana's states of every instance: at each change of its symbol, and when a state changes by itself.
 *
 * An evaluation without any value applies to all known instances, unless the rule's policy is NoData: then it creates an
 * instance of its own. The same holds for errors. At the first tick no instance is known, so the evaluation's own results
 * apply; from then on, there is always one.
 * Source: Grafana, pkg/services/ngalert/state/manager.go, setNextStateForRule.
 */
export function simulate(
  series: readonly Series[],
  errors: readonly Span[],
  count: number,
  rules: Rules,
  stand: Stand
): Simulated[] {
  const runs = series.flatMap((one) => one.runs);
  const withError = united(errors);
  const withRows = united([...runs, ...withError]);
  const withResult = united([...runs.filter(({ symbol }) => isEvaluated(symbol)), ...withError]);
  const withValue = united([...runs.filter(({ symbol }) => symbol === normal || symbol === firing), ...withError]);
  const noValues = others(withValue, count);
  const forAll = [
    ...(rules.noDataState === 'NoData' ? [] : noValues.map((span): ForAll => ({ ...span, symbol: noValue }))),
    ...(rules.execErrState === 'Error' ? [] : withError.map((span): ForAll => ({ ...span, symbol: failed }))),
  ]
    .map((span) => ({ ...span, from: Math.max(1, span.from) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  const run =
    (symbol: Run['symbol']) =>
    ({ from, to }: Span): Run => ({ from, to, symbol, peak: null });
  const empty = others(withRows, count);
  const withoutResult = others(united([...withResult, ...empty]), count);
  const all = merged([
    ...series.map(({ labels, runs: own }) => ({ labels, runs: own.filter(({ symbol }) => isEvaluated(symbol)) })),
    ...stand.noData.map((labels) => ({ labels, runs: empty.map(run(noValue)) })),
    { labels: {}, runs: withoutResult.map(run(noValue)) },
    { labels: stand.error, runs: withError.map(run(failed)) },
  ]);
  return all
    .map(({ labels, runs: own }) => ({ labels, runs: own, turns: turnsOf(own, forAll, count, rules) }))
    .filter(({ turns }) => turns.length > 0);
}

/** Merges the runs of each label set into one series. */
function merged(series: readonly Series[]): Series[] {
  const found = new Map<string, Series>();
  for (const { labels, runs } of series) {
    const key = keyOf(labels);
    const known = found.get(key);
    if (known) {
      known.runs = [...known.runs, ...runs].sort((a, b) => a.from - b.from);
    } else {
      found.set(key, { labels, runs });
    }
  }
  return [...found.values()];
}

export const keyOf = (labels: Record<string, string>): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

function turnsOf(own: readonly Run[], forAll: readonly ForAll[], count: number, rules: Rules): Turn[] {
  const turns: Turn[] = [];
  let kept: Kept | undefined;
  let [atOwn, atAll] = [0, 0];
  let tick = own[0]?.from ?? count;
  while (tick < count) {
    while ((own[atOwn]?.to ?? Infinity) <= tick) {
      atOwn++;
    }
    while ((forAll[atAll]?.to ?? Infinity) <= tick) {
      atAll++;
    }
    const mine = own[atOwn];
    const everyone = forAll[atAll];
    const isMine = mine !== undefined && mine.from <= tick;
    const isEveryone = everyone !== undefined && everyone.from <= tick;
    const nextMine = mine === undefined ? count : isMine ? mine.to : mine.from;
    const nextEveryone = everyone === undefined ? count : isEveryone ? everyone.to : everyone.from;
    const symbol = isEveryone ? everyone.symbol : isMine && isEvaluated(mine.symbol) ? mine.symbol : null;
    const end = Math.min(count, isEveryone ? nextEveryone : Math.min(nextMine, nextEveryone));
    if (kept === undefined && (isEveryone || symbol === null)) {
      // Unknown instances are neither evaluated nor created.
      tick = end;
      continue;
    }
    const now = tick * rules.interval;
    if (symbol === null) {
      const last: Kept = kept as Kept;
      const forgotten = Math.max(tick, Math.ceil((last.evaluatedAt + forgottenAfter(last, rules)) / rules.interval));
      if (forgotten < end) {
        turns.push({ tick: forgotten, state: 'Normal', reason: missingSeries });
        kept = undefined;
      }
      tick = end;
      continue;
    }
    const next: Kept = evaluated(kept, symbol, now, rules);
    const isSame = kept !== undefined && next.state === kept.state && next.reason === kept.reason;
    if (!isSame) {
      turns.push({ tick, state: next.state, reason: next.reason });
    }
    // Applying the same symbol again changes nothing, until the state changes by itself.
    const until = isSame
      ? Math.max(tick + 1, Math.min(end, Math.ceil(turnsAt(next, rules) / rules.interval)))
      : tick + 1;
    kept = { ...next, evaluatedAt: (until - 1) * rules.interval };
    tick = until;
  }
  return turns;
}
