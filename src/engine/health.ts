import { ask, proceed, type Exchange } from './lookups/exchange.ts';
import { withPrices } from './lookups/prices.ts';
import { tierOf, tierProblem } from './lookups/tier.ts';
import { censusProblem, daysStored, type DaysStored } from './lookups/storedcensus.ts';
import { redactionsTaken } from './lookups/redactions.ts';
import { columnsOf, countedIn } from './lookups/rounds.ts';
import { priceProblems } from './pricing/synced.ts';
import { priceMeta } from './pricing/version.ts';
import { readCensus } from './lookups/censusanswers.ts';
import { dialectOfScope, dialectsPresent } from './canonical/claims.ts';
import { rowField } from './compile/context/columnnames.ts';
import { contextOf } from './compile/context/context.ts';
import { timesOf } from './compile/context/times.ts';
import { isGenAi, spanRows } from './compile/rows/spans.ts';
import type { Failure, Health, HostSettings, Reply, Statement, StatementResult } from './host.ts';
import { clocksDiffer, healthy, noSpans, notLookedInto, outOfBounds, sqlRefused } from './messages.ts';
import { readSettings, type Settings } from './settings/settings.ts';
import type { Census } from './source/census.ts';
import { spanColumns } from './source/layouts/index.ts';
import { withConditions } from './source/layouts/rows.ts';
import { call, column, from, infix, number, text, type Select } from './sql/nodes.ts';
import { print } from './sql/print.ts';
import { quickAnalysis } from './sql/settings.ts';
import type { SourceDescription } from './source/description.ts';
import type { Tier } from './source/tier.ts';
import type { Window } from './window.ts';

interface Seen {
  spans: number;
  newest: string | null;
  /** Seconds since the newest span began, by the server's clock. */
  age: number | null;
}

/** What the spans of the last day hold. */
interface Held {
  census: Census;
  unbelieved: readonly (readonly [problem: string, spans: number])[];
}

/** What the tables of calls and of days have, and why they are not used where there are any. */
interface Kept {
  tier: Tier | undefined;
  days: DaysStored | undefined;
  problems: readonly string[];
}

/** What the host knows about the server. */
interface Told {
  clockOffset?: number;
  mayWrite?: boolean;
}

const day = 86_400_000;
const hour = 3_600_000;

/** Connects, finds the table, counts the gen_ai spans of the last day, then describes them; the first failure is the answer. */
export function checkHealth(
  host: HostSettings,
  now: number,
  told: Told,
  state: unknown,
  results: StatementResult[] | undefined
): Reply<Health> {
  const reply = proceed(checked(readSettings(host), now, told), state, results);
  if (!('error' in reply)) {
    return reply;
  }
  const { message, category } = reply.error;
  return { done: { status: 'error', message, details: { category } } };
}

function* checked(settings: Settings, now: number, told: Told): Exchange<Health> {
  const columns = columnsOf(settings);
  const { version, source } = yield* ask({
    step: 'tables',
    as: 'server',
    need: () => ({
      statements: [
        { sql: 'SELECT version()', params: {}, settings: {} },
        ...columns.need().statements.map((statement) => ({ ...statement, cacheSeconds: 0 })),
      ],
    }),
    read: ([server, ...tables]) => ({ version: String(server?.rows[0]?.[0] ?? ''), source: columns.read(tables) }),
  });
  yield* redactionsTaken(settings);
  const seen = yield* ask({
    step: 'spans',
    need: () => ({ statements: [spansStatement(source, settings)] }),
    read: ([counted]) => {
      const [spans, newest, age] = counted?.rows[0] ?? [];
      const count = Number(spans ?? 0);
      return count > 0
        ? { spans: count, newest: String(newest), age: Math.max(0, Number(age)) }
        : { spans: count, newest: null, age: null };
    },
  });
  const priced = yield* withPrices(source);
  const tier = yield* tierOf(source, settings, now);
  const days = yield* daysStored(source, settings);
  const problems = [tierProblem(source, tier), censusProblem(source, days)].filter((one) => one !== undefined);
  const kept = { tier, days, problems };
  const described = (held: Held | null) => describeHealth(version, priced, seen, held, kept, told, now);
  if (seen.spans === 0) {
    return described(null);
  }
  // The census is the same one that queries of these days use.
  const lastDay = { from: now - day, to: now, step: 60, delay: 0 };
  const census = yield* countedIn(source, settings, { now }, () => ({ windows: [lastDay] }), notInTime);
  if (!census) {
    return described(null);
  }
  const known = readCensus(census, settings);
  const unbelieved = yield* ask<Held['unbelieved'] | null>({
    step: 'bounds',
    need: () => ({ statements: [unbelievedStatement(source, settings, known, lastDay)] }),
    read: ([counted]) => (counted?.rows ?? []).map(([problem, spans]) => [String(problem), Number(spans)] as const),
    instead: notInTime,
  });
  return described(unbelieved && { census: known, unbelieved });
}

/** What the spans hold is an extra: a table that takes long to look into is no fault of the connection. */
const notInTime = ({ phase }: Failure): null | undefined => (phase === 'deadline' ? null : undefined);

function describeHealth(
  version: string,
  source: SourceDescription,
  { spans, newest, age }: Seen,
  held: Held | null,
  { tier, days, problems }: Kept,
  { clockOffset = 0, mayWrite = false }: Told,
  now: number
): Health {
  const name = source.traces.path.join('.');
  return {
    status: 'ok',
    message: [
      spans > 0 ? healthy(version, name, spans) : noSpans(name),
      ...(clockOffset === 0 ? [] : [clocksDiffer(clockOffset)]),
      ...(mayWrite ? [sqlRefused()] : []),
      ...priceProblems(source),
      ...problems,
      ...(held && held.unbelieved.length > 0 ? [outOfBounds(held.unbelieved)] : []),
      ...(spans > 0 && !held ? [notLookedInto()] : []),
    ].join(' '),
    details: {
      version,
      table: name,
      layout: source.layout.title,
      logsTable: source.logs?.path.join('.') ?? null,
      genAiSpansLastDay: spans,
      newestSpan: newest,
      newestSpanAgeSeconds: age,
      prices: pricesAge(source, now),
      ...(tier ? { tiers: tierAge(tier, now) } : {}),
      ...(days ? { censusDays: days } : {}),
      ...(clockOffset === 0 ? {} : { clockOffsetSeconds: Math.round(clockOffset / 1000) }),
      ...(held
        ? {
            dialects: dialectsPresent(held.census).map(({ id }) => id),
            scopes: held.census.scopes,
            unclassifiedScopes: held.census.scopes.filter((scope) => dialectOfScope(scope) === 0),
            models: held.census.models.length,
            nesting: held.census.nesting,
            sampled: held.census.sampled,
            outOfBounds: Object.fromEntries(held.unbelieved),
          }
        : {}),
    },
  };
}

const hoursIn = (ranges: Tier['closed']): number => ranges.reduce((sum, [from, to]) => sum + to - from, 0);

/** How many hours are closed in the table of calls and in that of minutes, until when, and how far that is behind. */
function tierAge({ closed, added, calls }: Tier, now: number): Record<string, unknown> {
  const end = Math.max(...closed.map(([, to]) => to)) * hour;
  return {
    table: calls.path.join('.'),
    closedHours: hoursIn(closed),
    hoursByMinute: hoursIn(added ?? []),
    closedUntil: new Date(end).toISOString(),
    lagMinutes: Math.max(0, Math.round((now - end) / 60_000)),
  };
}

/** What is known of the age of prices. */
const pricesAge = (source: SourceDescription, now: number): Record<string, unknown> => {
  const meta = priceMeta(source.prices);
  const problems = priceProblems(source);
  return {
    ...meta,
    ...(problems.length > 0 ? { problems } : {}),
    ageDays: Math.max(0, Math.floor((now - Date.parse(meta.date)) / day)),
  };
};

/** Counts by the server's clock, as no other statement does: it describes the table as it is now, and no alert uses it. */
function spansStatement(source: SourceDescription, settings: Settings): Statement {
  const spans = spanColumns(source, settings);
  const now = call('now64', number(9));
  const lastDay = { from: infix('-', now, call('toIntervalDay', number(1))), to: now };
  const select: Select = {
    kind: 'select',
    columns: [
      { as: 'spans', value: call('count') },
      { as: 'newest', value: call('toString', call('max', spans.time)) },
      { as: 'age', value: call('dateDiff', text('second'), call('max', spans.time), now) },
    ],
    ...withConditions(spans.rows([lastDay], []), [isGenAi({ spans, census: null })]),
  };
  return { sql: print(select), params: {}, settings: {} };
}

/** Counts spans of the window by their implausible values: absurd times and counts, weights over the setting's. */
function unbelievedStatement(source: SourceDescription, settings: Settings, census: Census, window: Window): Statement {
  const context = contextOf({ source, settings, census, window });
  const rows = spanRows(context, {
    fields: ['unread'],
    attributes: [],
    resources: [],
    times: timesOf(context),
  });
  const counted: Select = {
    kind: 'select',
    columns: [
      { as: 'problem', value: call('arrayJoin', column(rowField('unread'))) },
      { as: 'spans', value: call('count') },
    ],
    from: from(rows),
    groupBy: [column('problem')],
    orderBy: [
      { by: column('spans'), direction: 'DESC' },
      { by: column('problem'), direction: 'ASC' },
    ],
  };
  return { sql: print(counted), params: context.parameters.values, settings: quickAnalysis };
}
