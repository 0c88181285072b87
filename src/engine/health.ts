import { ask, converse, type Conversation } from './lookups/conversation.ts';
import { columnsOf, countedIn } from './lookups/rounds.ts';
import { readCensus } from './lookups/censusanswers.ts';
import { dialectOfScope, dialectsPresent } from './canonical/claims.ts';
import { isGenAi } from './compile/rows/spans.ts';
import type { Health, HostSettings, Reply, Statement, StatementResult } from './host.ts';
import { clocksDiffer, healthy, noSpans, sqlRefused } from './messages.ts';
import { readSettings, type Settings } from './settings/settings.ts';
import type { Census } from './source/census.ts';
import { spanColumns } from './source/layouts/index.ts';
import { withConditions } from './source/layouts/rows.ts';
import { call, infix, number, type Select } from './sql/nodes.ts';
import { print } from './sql/print.ts';
import type { SourceDescription } from './source/description.ts';

interface Seen {
  spans: number;
  newest: string | null;
}

/** What the host knows about the server. */
interface Told {
  clockOffset?: number;
  mayWrite?: boolean;
}

const day = 86_400_000;

/** Connects, finds the table, counts the gen_ai spans of the last day, then describes them; the first failure is the answer. */
export function checkHealth(
  host: HostSettings,
  now: number,
  told: Told,
  state: unknown,
  results: StatementResult[] | undefined
): Reply<Health> {
  const reply = converse(checked(readSettings(host), now, told), state, results);
  if (!('error' in reply)) {
    return reply;
  }
  const { message, category } = reply.error;
  return { done: { status: 'error', message, details: { category } } };
}

function* checked(settings: Settings, now: number, told: Told): Conversation<Health> {
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
  const seen = yield* ask({
    step: 'spans',
    need: () => ({ statements: [spansStatement(source, settings)] }),
    read: ([counted]) => {
      const [spans, newest] = counted?.rows[0] ?? [];
      const count = Number(spans ?? 0);
      return { spans: count, newest: count > 0 ? String(newest) : null };
    },
  });
  if (seen.spans === 0) {
    return describeHealth(version, source, seen, null, told);
  }
  // The census is the same one that queries of these days use.
  const lastDay = { from: now - day, to: now, step: 60, delay: 0 };
  const census = yield* ask(countedIn(source, settings, { now }, () => ({ windows: [lastDay] })));
  return describeHealth(version, source, seen, readCensus(census, settings), told);
}

function describeHealth(
  version: string,
  source: SourceDescription,
  { spans, newest }: Seen,
  census: Census | null,
  { clockOffset = 0, mayWrite = false }: Told
): Health {
  const name = source.traces.path.join('.');
  return {
    status: 'ok',
    message: [
      spans > 0 ? healthy(version, name, spans) : noSpans(name),
      ...(clockOffset === 0 ? [] : [clocksDiffer(clockOffset)]),
      ...(mayWrite ? [sqlRefused()] : []),
    ].join(' '),
    details: {
      version,
      table: name,
      layout: source.layout.title,
      logsTable: source.logs?.path.join('.') ?? null,
      genAiSpansLastDay: spans,
      newestSpan: newest,
      ...(clockOffset === 0 ? {} : { clockOffsetSeconds: Math.round(clockOffset / 1000) }),
      ...(census
        ? {
            dialects: dialectsPresent(census).map(({ id }) => id),
            scopes: census.scopes,
            unclassifiedScopes: census.scopes.filter((scope) => dialectOfScope(scope) === 0),
            models: census.models.length,
            nesting: census.nesting,
            sampled: census.sampled,
          }
        : {}),
    },
  };
}

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
    ],
    ...withConditions(spans.rows([lastDay], []), [isGenAi({ spans, census: null })]),
  };
  return { sql: print(select), params: {}, settings: {} };
}
