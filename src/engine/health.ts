import { isGenAi } from './compile/spans.ts';
import { UserError } from './errors.ts';
import { explain } from './explain.ts';
import type { Health, HostSettings, Reply, Statement, StatementResult } from './host.ts';
import { healthy, noSpans } from './messages.ts';
import { readSettings, type Settings } from './settings.ts';
import { describeStatement, readDescription } from './source/describe.ts';
import { spanColumns } from './source/layouts/index.ts';
import { withConditions } from './source/layouts/rows.ts';
import { call, infix, number, type Select } from './sql/nodes.ts';
import { print } from './sql/print.ts';
import type { SourceDescription } from './source/description.ts';

type State = { step: 'tables' } | { step: 'spans'; version: string; source: SourceDescription };

/** Connects, then finds the table, then counts gen_ai spans of the last day: the first that fails is the answer. */
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
  return {
    done: describeHealth(current, Number(answers[0]?.rows[0]?.[0] ?? 0), String(answers[0]?.rows[0]?.[1] ?? '')),
  };
}

function describeHealth(state: State & { step: 'spans' }, spans: number, newest: string): Health {
  const name = state.source.traces.path.join('.');
  return {
    status: 'ok',
    message: spans > 0 ? healthy(state.version, name, spans) : noSpans(name),
    details: {
      version: state.version,
      table: name,
      layout: state.source.layout.title,
      logsTable: state.source.logs?.path.join('.') ?? null,
      genAiSpansLastDay: spans,
      newestSpan: spans > 0 ? newest : null,
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
    ],
    ...withConditions(spans.rows([lastDay], []), [isGenAi({ spans, census: null })]),
  };
  return { sql: print(select), params: {}, settings: {} };
}
