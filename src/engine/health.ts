import { censusStatements } from './lookups/census.ts';
import { readCensus } from './lookups/censusanswers.ts';
import { dialectOfScope, dialectsPresent } from './canonical/claims.ts';
import { isGenAi } from './compile/rows/spans.ts';
import { UserError } from './errors.ts';
import { explain } from './explain.ts';
import type { Health, HostSettings, Reply, Statement, StatementResult } from './host.ts';
import { healthy, noSpans } from './messages.ts';
import { readSettings, type Settings } from './settings/settings.ts';
import type { Census } from './source/census.ts';
import { describeStatement, readDescription } from './source/describe.ts';
import { spanColumns } from './source/layouts/index.ts';
import { withConditions } from './source/layouts/rows.ts';
import { call, infix, number, type Select } from './sql/nodes.ts';
import { print } from './sql/print.ts';
import type { SourceDescription } from './source/description.ts';

interface Seen {
  version: string;
  source: SourceDescription;
  spans: number;
  newest: string | null;
}

type State =
  { step: 'tables' } | { step: 'spans'; version: string; source: SourceDescription } | ({ step: 'census' } & Seen);

const day = 86_400_000;

/**
 * Connects, finds the table, counts gen_ai spans of the last day, then says what they are: the first that fails is the
 * answer. The census is the one that queries of these days ask for.
 */
export function checkHealth(host: HostSettings, state: unknown, results: StatementResult[]): Reply<Health> {
  const settings = readSettings(host);
  if (state === undefined) {
    const tables = { ...describeStatement(settings), cacheSeconds: 0 };
    return { need: [{ sql: 'SELECT version()', params: {}, settings: {} }, tables], state: { step: 'tables' } };
  }
  const current = state as State;
  const failed = results.find((result) => !result.ok);
  if (failed && !failed.ok) {
    const error = explain(failed.failure);
    return { done: { status: 'error', message: error.message, details: { category: error.category } } };
  }
  const answers = results.filter((result) => result.ok);
  if (current.step === 'tables') {
    const described = answers[1];
    if (!described) {
      throw new UserError('ClickHouse did not answer.', 'server');
    }
    const source = readDescription(described, settings);
    return {
      need: [spansStatement(source, settings)],
      state: { step: 'spans', version: String(answers[0]?.rows[0]?.[0] ?? ''), source } satisfies State,
    };
  }
  if (current.step === 'census') {
    return { done: describeHealth(current, readCensus(answers, settings)) };
  }
  const [spans, newest, now] = answers[0]?.rows[0] ?? [];
  const seen: Seen = {
    version: current.version,
    source: current.source,
    spans: Number(spans ?? 0),
    newest: Number(spans ?? 0) > 0 ? String(newest) : null,
  };
  const to = Number(now ?? 0);
  return seen.spans > 0
    ? {
        need: censusStatements(seen.source, settings, [{ from: to - day, to, step: 60, delay: 0 }]),
        state: { step: 'census', ...seen } satisfies State,
      }
    : { done: describeHealth(seen, null) };
}

function describeHealth({ version, source, spans, newest }: Seen, census: Census | null): Health {
  const name = source.traces.path.join('.');
  return {
    status: 'ok',
    message: spans > 0 ? healthy(version, name, spans) : noSpans(name),
    details: {
      version,
      table: name,
      layout: source.layout.title,
      logsTable: source.logs?.path.join('.') ?? null,
      genAiSpansLastDay: spans,
      newestSpan: newest,
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

/** The only statement that reads the server's clock: it describes the table as it is now, and no alert uses it. */
function spansStatement(source: SourceDescription, settings: Settings): Statement {
  const spans = spanColumns(source, settings);
  const now = call('now64', number(9));
  const lastDay = { from: infix('-', now, call('toIntervalDay', number(1))), to: now };
  const select: Select = {
    kind: 'select',
    columns: [
      { as: 'spans', value: call('count') },
      { as: 'newest', value: call('toString', call('max', spans.time)) },
      { as: 'now', value: call('toUnixTimestamp64Milli', call('now64', number(3))) },
    ],
    ...withConditions(spans.rows([lastDay], []), [isGenAi({ spans, census: null })]),
  };
  return { sql: print(select), params: {}, settings: {} };
}
