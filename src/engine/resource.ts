import { backtest } from './alerts/backtest/backtest.ts';
import { budgetStates } from './budgets/resource.ts';
import { censusStatements } from './lookups/census.ts';
import { readCensus } from './lookups/censusanswers.ts';
import { UserError } from './errors.ts';
import { explain } from './explain.ts';
import type { Answer, HostSettings, Reply, ResourceAnswer, StatementResult } from './host.ts';
import { inspect } from './inspect/inspect.ts';
import { invalidRange, unknownResource } from './messages.ts';
import { readSettings, type Settings } from './settings/settings.ts';
import { describeStatement, readDescription } from './source/describe.ts';
import type { SourceDescription } from './source/description.ts';
import type { Window } from './window.ts';

/** What a route is asked with: the request's body, and what its last step gave. No answers: it is the first step. */
interface Step {
  settings: Settings;
  body: unknown;
  source: SourceDescription | undefined;
  answers: Answer[] | undefined;
}

const maxWindows = 32;
const maxDays = 400;
const day = 86_400_000;

/**
 * Resource routes, for the editor's preview and for gateways.
 *
 * - `source` answers a SourceDescription.
 * - `census` takes `{windows: [{from, to}]}` in epoch milliseconds and answers `{source, census}`.
 * - `budgets` answers `{budgets, at}`: where each budget stands, for gateways.
 * - `inspect` takes `{from, to}` and answers a Report of the spans' quality.
 * - `backtest` takes a BacktestRequest and answers a BacktestResult.
 */
const routes: Readonly<Record<string, (step: Step) => Reply<ResourceAnswer>>> = { source: describeSource, census };

type Conversation = (
  body: unknown,
  host: HostSettings,
  state: unknown,
  results: StatementResult[] | undefined
) => Reply<ResourceAnswer>;

/** Routes that keep a state of their own, and judge failures themselves. */
const conversations: Readonly<Record<string, Conversation>> = {
  inspect: inspected,
  budgets: (_, host, state, results) => budgetStates(readSettings(host), state, results),
  backtest: (body, host, state, results) => answered(backtest(body, host, state, results)),
};

export function answerResource(
  path: string,
  host: HostSettings,
  body: unknown,
  state: unknown,
  results: StatementResult[] | undefined
): Reply<ResourceAnswer> {
  const name = path.replace(/^\/+|\/+$/g, '');
  const conversation = Object.keys(conversations).includes(name) ? conversations[name] : undefined;
  if (conversation) {
    return conversation(body, host, state, results);
  }
  const route = Object.keys(routes).includes(name) ? routes[name] : undefined;
  if (!route) {
    return { done: { status: 404, body: { message: unknownResource(path) } } };
  }
  const failed = results?.find((result) => !result.ok);
  if (failed && !failed.ok) {
    return { error: explain(failed.failure) };
  }
  return route({
    settings: readSettings(host),
    body,
    source: (state as { source?: SourceDescription } | null | undefined)?.source,
    answers: results?.filter((result) => result.ok),
  });
}

function inspected(
  body: unknown,
  host: HostSettings,
  state: unknown,
  results: StatementResult[] | undefined
): Reply<ResourceAnswer> {
  const [window] = windowsIn({ windows: [body] });
  return answered(inspect(window ?? { from: 0, to: 0 }, host, state, results));
}

function answered(reply: Reply<unknown>): Reply<ResourceAnswer> {
  return 'done' in reply ? { done: { status: 200, body: reply.done } } : reply;
}

function describeSource({ settings, answers }: Step): Reply<ResourceAnswer> {
  const described = answers?.[0];
  return described
    ? { done: { status: 200, body: readDescription(described, settings) } }
    : { need: [describeStatement(settings)], state: null };
}

function census({ settings, body, source, answers }: Step): Reply<ResourceAnswer> {
  const windows = windowsIn(body);
  if (!answers) {
    return { need: [describeStatement(settings)], state: null };
  }
  if (source) {
    return { done: { status: 200, body: { source, census: readCensus(answers, settings) } } };
  }
  const [described] = answers;
  if (!described) {
    throw new UserError('ClickHouse did not answer.', 'server');
  }
  const found = readDescription(described, settings);
  return {
    need: censusStatements(found, settings, windows, (body as { scores?: unknown }).scores === true),
    state: { source: found },
  };
}

/** Throws UserError where they are none, or longer than a dashboard's. */
function windowsIn(body: unknown): Window[] {
  const { windows } = (body ?? {}) as { windows?: unknown };
  const isWindow = (window: unknown): window is { from: number; to: number } => {
    const { from, to } = (window ?? {}) as { from?: unknown; to?: unknown };
    return Number.isFinite(from) && Number.isFinite(to) && Number(from) < Number(to);
  };
  if (!Array.isArray(windows) || windows.length === 0 || windows.length > maxWindows || !windows.every(isWindow)) {
    throw new UserError(invalidRange(), 'query');
  }
  if (windows.some(({ from, to }) => to - from > maxDays * day)) {
    throw new UserError(invalidRange(), 'query');
  }
  return windows.map(({ from, to }) => ({ from, to, step: 60, delay: 0 }));
}
