import { backtest } from './alerts/backtest/backtest.ts';
import { budgetStates } from './budgets/resource.ts';
import { ask, proceed, first, type Exchange } from './lookups/exchange.ts';
import { readCensus } from './lookups/censusanswers.ts';
import { withPrices } from './lookups/prices.ts';
import { columnsOf, countedIn } from './lookups/rounds.ts';
import { UserError } from './errors.ts';
import type { HostSettings, Reply, ResourceAnswer, StatementResult } from './host.ts';
import { inspect } from './inspect/inspect.ts';
import { invalidRange, tooManyDays, unknownResource } from './messages.ts';
import { readSettings, type Settings } from './settings/settings.ts';
import type { Census } from './source/census.ts';
import type { SourceDescription } from './source/description.ts';
import { readTables, tablesStatement, type TableThere } from './source/tablesthere.ts';
import type { Window } from './window.ts';

const maxWindows = 32;
const maxDays = 400;
const day = 86_400_000;

/**
 * The resource routes, for the editor's preview and for gateways.
 *
 * - `source` returns a SourceDescription.
 * - `tables` returns `{tables}`: those that a data source of this user could read.
 * - `census` takes `{windows: [{from, to}]}` in epoch milliseconds and returns `{source, census}`; with `fromSpans` nothing
 *   that was stored of days will do.
 * - `budgets` returns `{budgets, at}`: the state of each budget, for gateways.
 * - `inspect` takes `{from, to}` and returns a Report on the spans' quality.
 * - `backtest` takes a BacktestRequest and returns a BacktestResult.
 */
const routes: Readonly<Record<string, Route>> = {
  source: (_, host, _now, ...turn) => proceed(describeSource(readSettings(host)), ...turn),
  tables: (_, _host, _now, ...turn) => proceed(tablesThere(), ...turn),
  census: (body, host, now, ...turn) => proceed(takeCensus(body, readSettings(host), now), ...turn),
  budgets: (_, host, now, ...turn) => proceed(budgetStates(readSettings(host), now), ...turn),
  inspect: (body, host, now, ...turn) => {
    const [window] = windowsIn({ windows: [body] });
    return inspect(window ?? { from: 0, to: 0 }, host, now, ...turn);
  },
  backtest,
};

type Route = (
  body: unknown,
  host: HostSettings,
  now: number,
  ...turn: [state: unknown, results: StatementResult[] | undefined]
) => Reply<unknown>;

export function answerResource(
  path: string,
  host: HostSettings,
  body: unknown,
  now: number,
  state: unknown,
  results: StatementResult[] | undefined
): Reply<ResourceAnswer> {
  const name = path.replace(/^\/+|\/+$/g, '');
  const route = Object.keys(routes).includes(name) ? routes[name] : undefined;
  if (!route) {
    return { done: { status: 404, body: { message: unknownResource(path) } } };
  }
  const reply = route(body, host, now, state, results);
  return 'done' in reply ? { done: { status: 200, body: reply.done } } : reply;
}

function* describeSource(settings: Settings): Exchange<SourceDescription> {
  const { need, read } = columnsOf(settings);
  return yield* ask({ step: null, need: () => ({ statements: need().statements }), read });
}

function* tablesThere(): Exchange<{ tables: TableThere[] }> {
  return yield* ask({
    step: null,
    need: () => ({ statements: [tablesStatement()] }),
    read: (answers) => ({ tables: readTables(first(answers)) }),
  });
}

function* takeCensus(
  body: unknown,
  settings: Settings,
  now: number
): Exchange<{ source: SourceDescription; census: Census }> {
  const windows = windowsIn(body);
  const has = (flag: string) => (body as Record<string, unknown>)[flag] === true;
  const [scores, fromSpans] = [has('scores'), has('fromSpans')];
  const source = yield* ask(columnsOf(settings));
  const census = yield* countedIn(source, settings, { now, fromSpans }, () => ({ windows, scores }));
  return { source: yield* withPrices(source), census: readCensus(census, settings) };
}

/** Reads the windows of a body. Throws UserError if there are none, or they are longer than a dashboard's. */
function windowsIn(body: unknown): Window[] {
  const { windows } = (body ?? {}) as { windows?: unknown };
  const isWindow = (window: unknown): window is { from: number; to: number } => {
    const { from, to } = (window ?? {}) as { from?: unknown; to?: unknown };
    return Number.isFinite(from) && Number.isFinite(to) && Number(from) < Number(to);
  };
  if (!Array.isArray(windows) || windows.length === 0 || !windows.every(isWindow)) {
    throw new UserError(invalidRange(), 'query');
  }
  if (windows.length > maxWindows || daysOf(windows) > maxDays) {
    throw new UserError(tooManyDays(maxWindows, maxDays), 'limit');
  }
  return windows.map(({ from, to }) => ({ from, to, step: 60, delay: 0 }));
}

/** Counts the days that windows cover, each once: the baselines of a query overlap. */
function daysOf(windows: readonly { from: number; to: number }[]): number {
  let [days, reached] = [0, -Infinity];
  for (const { from, to } of [...windows].sort((a, b) => a.from - b.from)) {
    days += Math.max(0, to - Math.max(from, reached)) / day;
    reached = Math.max(reached, to);
  }
  return days;
}
