import type { HostSettings, Plan, Reply, Request, Statement, StatementResult } from '../../host.ts';
import { planQuery } from '../../planning/planquery.ts';
import type { Settings } from '../../settings/settings.ts';
import { unite } from '../../lookups/censusanswers.ts';
import { answersIn } from '../../lookups/exchange.ts';
import { printDuration } from '../duration.ts';
import type { Value } from '../expression/evaluate.ts';
import { evaluate } from './evaluate.ts';
import { fewerTicks, oneByOne } from './messages.ts';
import type { BacktestResult } from './model.ts';
import { statementOf, type Replay, type RuleQuery } from './request.ts';
import { resultOf, sizeOfPoints } from './result.ts';
import type { Answered } from './runlengths.ts';
import type { Run, Span, Symbol } from './runs.ts';
import { tickAt, type Schedule } from './schedule.ts';
import { keyOf } from './simulate.ts';

const mostTicks = 500;
/** The number of queries in flight at once. */
const mostOpen = 32;

/** A query of a tick and its progress: what the engine asked for last, or the query's own answer. */
interface Open {
  tick: number;
  query: number;
  /** The place of the round that it waits for, and of its state. */
  round: number;
  state: number;
  /** Set for the query's own answer: the columns of its labels, and of the values of all queries that share its statement. */
  answer: { labels: [name: string, place: number][]; values: [query: number, place: number][] } | null;
}

type Row = [labels: Record<string, string>, value: Value];

/** A round that queries of many ticks wait for: its statements are sent, and their answers united, once. */
interface Round {
  statements: number;
  unite: boolean;
}

interface State {
  next: number;
  open: Open[];
  rounds: Round[];
  states: unknown[];
  /** Rows by tick and query; null if the query failed. */
  rows: (Row[] | null)[][];
}

/** Replays a rule that is not one measure query: each tick is evaluated as if live, one round of statements at a time. */
export function replayOneByOne(
  replay: Replay,
  host: HostSettings,
  settings: Settings,
  now: number,
  given: unknown,
  results: StatementResult[] | undefined
): Reply<BacktestResult> {
  const { queries } = replay;
  const schedule = coarse(replay.schedule);
  const state = (given ?? { next: 0, open: [], rounds: [], states: [], rows: [] }) as State;
  const rows = state.rows;
  const open: Open[] = [];
  const need: Statement[] = [];
  const rounds = new Shared<Round>();
  const states = new Shared<unknown>();
  const wait = (own: Statement[], unite = false): number =>
    rounds.place(JSON.stringify(own), () => {
      need.push(...own);
      return { statements: own.length, unite };
    });
  const statements = queries.map(statementOf);
  const sharing = (index: number) =>
    queries.flatMap((_, other) => (statements[other] === statements[index] ? [other] : []));
  const asked = queries.flatMap((_, index) => (sharing(index)[0] === index ? [index] : []));
  const put = (tick: number, index: number, own: Row[] | null): void => {
    (rows[tick] ??= [])[index] = own;
  };

  const proceed = (tick: number, index: number, before: unknown, answers: StatementResult[] | undefined): void => {
    const query = queries[index] as RuleQuery;
    const request = requestAt(query, tickAt(schedule, tick));
    const reply = planQuery({ op: 'query', query: query.saved, request, settings: host, now }, before, answers);
    if ('error' in reply) {
      sharing(index).forEach((one) => put(tick, one, null));
    } else if ('need' in reply) {
      const place = states.place(JSON.stringify(reply.state), () => reply.state);
      open.push({ tick, query: index, round: wait(reply.need, reply.unite), state: place, answer: null });
    } else {
      const answer = placesIn(reply.done, queries, sharing(index));
      const place = states.place('', () => null);
      open.push({ tick, query: index, round: wait([reply.done.statement]), state: place, answer });
    }
  };

  const answered = answersOf(state.rounds, results ?? [], settings);
  for (const one of state.open) {
    const own = answered[one.round] ?? [];
    if (one.answer) {
      for (const [index, place] of one.answer.values) {
        put(one.tick, index, rowsOf(own[0], one.answer.labels, place));
      }
    } else {
      proceed(one.tick, one.query, state.states[one.state], own);
    }
  }
  let next = state.next;
  while (next < schedule.count && open.length + asked.length <= Math.max(mostOpen, asked.length)) {
    for (const index of asked) {
      proceed(next, index, undefined, undefined);
    }
    next++;
  }
  return open.length > 0 || next < schedule.count
    ? { need, state: { next, open, rounds: rounds.all, states: states.all, rows } satisfies State }
    : { done: resultOf(replay, replayed(replay, schedule, rows), settings) };
}

/** Values by their text, each once: the ticks of a rule ask for the same census and tell the same of it. */
class Shared<Value> {
  readonly all: Value[] = [];
  private readonly places = new Map<string, number>();

  place(text: string, make: () => Value): number {
    const place = this.places.get(text) ?? this.all.push(make()) - 1;
    this.places.set(text, place);
    return place;
  }
}

/** The results of each round. A census is united as a host does it, or it would be read anew at each tick. */
function answersOf(
  rounds: readonly Round[],
  results: readonly StatementResult[],
  settings: Settings
): StatementResult[][] {
  let at = 0;
  return rounds.map(({ statements, unite: isCensus }) => {
    const own = results.slice(at, at + statements);
    at += statements;
    return isCensus && own.every(({ ok }) => ok) ? [unite(answersIn(own), settings)] : own;
  });
}

function coarse({ first, interval, count }: Schedule): Schedule {
  const every = Math.ceil(count / mostTicks);
  return { first, interval: interval * every, count: Math.ceil(count / every) };
}

const requestAt = ({ refId, range }: RuleQuery, tick: number): Request => ({
  refId,
  from: tick - range.from * 1000,
  to: tick - range.to * 1000,
  intervalMs: 1000,
  maxDataPoints: 43_200,
  fromAlert: true,
});

/** Finds the columns that the refIds of one statement show, by name; a query that names none has a single value. */
function placesIn({ frame }: Plan, queries: readonly RuleQuery[], sharing: number[]): NonNullable<Open['answer']> {
  const places = frame.columns.map(({ name, role }, place) => ({ name, role, place }));
  const only = places.find(({ role }) => role === 'value');
  return {
    labels: places.filter(({ role }) => role === 'label').map(({ name, place }) => [name, place]),
    values: sharing.map((index) => {
      const shown = places.find(({ name, role }) => role !== 'label' && name === queries[index]?.query.select);
      return [index, (shown ?? only)?.place ?? 0];
    }),
  };
}

function rowsOf(
  result: StatementResult | undefined,
  labels: [name: string, place: number][],
  value: number
): Row[] | null {
  return result?.ok
    ? result.rows.map((row): Row => [
        Object.fromEntries(labels.map(([name, place]) => [name, String(row[place])])),
        finite(row[value]),
      ])
    : null;
}

function finite(value: unknown): Value {
  const number = value === null || value === undefined ? NaN : Number(value);
  return Number.isFinite(number) ? number : null;
}

function replayed(replay: Replay, schedule: Schedule, rows: State['rows']) {
  const { queries, conditions, request, lowest } = replay;
  const found = new Map<string, Answered>();
  const errors: Span[] = [];
  const size = request.chart ? sizeOfPoints(schedule, request.chart.points) : 1;
  rows.forEach((ofTick, tick) => {
    if (ofTick.some((own) => own === null)) {
      errors.push({ from: tick, to: tick + 1 });
      return;
    }
    const answers = ofTick as Row[][];
    // One query without data means that the whole evaluation has no data.
    if (answers.some((own) => own.length === 0)) {
      return;
    }
    for (const labels of labelSetsOf(answers)) {
      const values = valuesAt(queries, answers, labels);
      const known = found.get(keyOf(labels)) ?? { labels, runs: conditions.map((): Run[] => []), points: [] };
      found.set(keyOf(labels), known);
      const drawn = request.chart ? (values[request.chart.refId] ?? null) : null;
      conditions.forEach((condition, index) => {
        append(known.runs[index] ?? [], tick, evaluate(condition, values), drawn, lowest);
      });
      if (request.chart) {
        draw(known.points, Math.floor(tick / size), drawn, lowest);
      }
    }
  });
  return {
    schedule,
    coarser:
      schedule.interval === request.interval
        ? null
        : fewerTicks(printDuration(request.interval), printDuration(schedule.interval), oneByOne(mostTicks)),
    answers: [...found.values()],
    errors,
    notices: [],
  };
}

/** Collects the label sets of the queries; if none has labels, the empty set. */
function labelSetsOf(answers: readonly Row[][]): Record<string, string>[] {
  const all = new Map(answers.flat().map(([labels]) => [keyOf(labels), labels]));
  const named = [...all.values()].filter((labels) => Object.keys(labels).length > 0);
  return named.length > 0 ? named : [{}];
}

/** Returns the values of a label set; a value without labels applies to all label sets. */
function valuesAt(
  queries: readonly RuleQuery[],
  answers: readonly Row[][],
  labels: Record<string, string>
): Record<string, Value | undefined> {
  const key = keyOf(labels);
  return Object.fromEntries(
    queries.map(({ refId }, index) => {
      const rows = answers[index] ?? [];
      const row = rows.find(([own]) => keyOf(own) === key) ?? rows.find(([own]) => Object.keys(own).length === 0);
      return [refId, row?.[1]];
    })
  );
}

function append(runs: Run[], tick: number, symbol: Symbol, value: Value, lowest: boolean): void {
  const last = runs[runs.length - 1];
  if (last && last.to === tick && last.symbol === symbol) {
    last.to = tick + 1;
    last.peak = farther(last.peak, value, lowest);
  } else {
    runs.push({ from: tick, to: tick + 1, symbol, peak: value });
  }
}

function draw(points: Answered['points'], place: number, value: Value, lowest: boolean): void {
  const last = points[points.length - 1];
  if (last?.[0] === place) {
    last[1] = farther(last[1], value, lowest);
  } else {
    points.push([place, value]);
  }
}

const farther = (a: Value, b: Value, lowest: boolean): Value =>
  a === null ? b : b === null ? a : lowest ? Math.min(a, b) : Math.max(a, b);
