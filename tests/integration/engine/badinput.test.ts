import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explain } from '../../../src/engine/explain.ts';
import { handle } from '../../../src/engine/handle.ts';
import type { Failure, Health } from '../../../src/engine/host.ts';
import {
  evaluationsMissing,
  healthy,
  lateEvaluations,
  noSpans,
  notLaidOut,
  tableMissing,
} from '../../../src/engine/messages.ts';
import { otelMap } from '../../../src/engine/source/layouts/otel-map/index.ts';
import { load, log, span, t0 } from './rows.ts';
import { panel, startHost, type Host } from './support.ts';

// Tests tables that are empty, not the collector's, or missing, and statements that the server refuses.

let host: Host;
const request = panel(t0 - 600_000, t0);
const measure = (id: string, more: object = {}) => ({
  version: 1,
  kind: 'measure',
  format: 'table',
  measures: [{ id }],
  ...more,
});
const inDatabase = (database: string, jsonData: Record<string, unknown> = {}) => ({
  ...host.settings,
  database,
  jsonData,
});

beforeAll(async () => {
  host = await startHost();
  host.settings.jsonData['sql'] = 'all';
  await load(host.url, 'empty', { spans: [], logs: [] });
  const judged = span(t0 - 1000, { 'http.route': '/' }, {
    'Events.Timestamp': ['2026-03-29 00:47:00'],
    'Events.Name': ['gen_ai.evaluation.result'],
    'Events.Attributes': [{ 'gen_ai.evaluation.name': 'tone', 'gen_ai.evaluation.score.value': '2' }],
  }); // prettier-ignore
  await load(host.url, 'ordinary', { spans: [judged], logs: [log(t0 - 1000, undefined, {}, { EventName: '' })] });
  await load(host.url, 'without_logs', { spans: [judged], logs: [] });
  await host.command('DROP TABLE without_logs.otel_logs');
  await host.command('CREATE DATABASE foreign');
  await host.command(
    'CREATE TABLE foreign.otel_traces (time DateTime, TraceId String) ENGINE = MergeTree ORDER BY time'
  );
  await host.command('CREATE DATABASE old');
  await host.command(`CREATE TABLE old.otel_traces AS empty.otel_traces`);
  await host.command(
    `ALTER TABLE old.otel_traces DROP COLUMN Events.Timestamp, DROP COLUMN Events.Name, DROP COLUMN Events.Attributes`
  );
  await host.command(
    `INSERT INTO ordinary.otel_traces (Timestamp, SpanAttributes) SELECT now64(9), map('gen_ai.system', 'x')`
  );
});

afterAll(() => host.close());

describe('tables', () => {
  test.each(['empty', 'ordinary'])('nothing of gen_ai in "%s" is no row, or a count of 0', async (database) => {
    expect((await host.ask(measure('requests', { groupBy: ['model'] }), request, inDatabase(database))).rows).toEqual(
      []
    );
    expect(
      (await host.ask(measure('latency_p95', { format: 'timeseries' }), request, inDatabase(database))).rows
    ).toEqual([]);
    expect((await host.ask(measure('requests'), request, inDatabase(database))).rows).toEqual([[0]]);
    // Beside the cost, the host is told of no call of an unseen model.
    expect((await host.ask(measure('cost_per_request'), request, inDatabase(database))).rows).toEqual([[null, 0]]);
  });

  test('scores without a logs table come from spans, with a notice', async () => {
    const plan = await host.plan(
      measure('score_count', { groupBy: ['evaluation'] }),
      request,
      inDatabase('without_logs')
    );
    expect((await host.run(plan)).rows).toEqual([['tone', 1]]);
    expect(plan.notices).toEqual([{ severity: 'info', text: lateEvaluations('otel_logs') }]);
    const requests = await host.plan(measure('requests'), request, inDatabase('without_logs'));
    expect(requests.notices).toEqual([]);
  });

  test.each<[string, string, string, () => string]>([
    [
      'another layout',
      'foreign',
      'requests',
      () =>
        notLaidOut(
          'foreign.otel_traces',
          otelMap.title,
          Object.keys(otelMap.required ?? {}).filter((name) => name !== 'TraceId')
        ),
    ],
    ['no database', 'nowhere', 'requests', () => tableMissing('otel_traces', 'nowhere')],
    ['no scores anywhere', 'old', 'score_count', () => evaluationsMissing('otel_logs')],
  ])('%s', async (_, database, id, message) => {
    await expect(host.plan(measure(id), request, inDatabase(database))).rejects.toThrow(message());
  });

  test('a table of another database by its full name', async () => {
    const settings = inDatabase('foreign', {
      tracesTable: 'without_logs.otel_traces',
      logsTable: 'ordinary.otel_logs',
    });
    expect((await host.ask(measure('score_count'), request, settings)).rows).toEqual([[1]]);
  });
});

describe('health', () => {
  async function health(database: string): Promise<Health> {
    const settings = inDatabase(database);
    let step = handle({ op: 'health', now: Date.now(), settings });
    for (let steps = 0; 'need' in step && steps < 5; steps++) {
      const results = await Promise.all(
        step.need.map(async ({ sql, params, settings: own }) => {
          const response = await host.post(`${sql}\nFORMAT JSONCompact`, params, own);
          return { ok: true as const, columns: [], rows: ((await response.json()) as { data: unknown[][] }).data };
        })
      );
      step = handle({ op: 'health', now: Date.now(), settings, state: step.state, results });
    }
    return (step as { done: Health }).done;
  }

  test('of empty tables and of tables with spans', async () => {
    const version = (await host.command('SELECT version()')).trim();
    expect(await health('empty')).toMatchObject({
      status: 'ok',
      message: noSpans('empty.otel_traces'),
      details: { version, newestSpan: null, logsTable: 'empty.otel_logs' },
    });
    expect(await health('ordinary')).toMatchObject({
      status: 'ok',
      message: healthy(version, 'ordinary.otel_traces', 1),
      details: { genAiSpansLastDay: 1 },
    });
  });
});

describe('what the server refuses', () => {
  async function failureOf(query: object): Promise<Failure> {
    const plan = await host.plan(query, request, inDatabase('ordinary', { sql: 'all' }));
    const response = await host.post(plan.statement.sql, plan.statement.params, plan.statement.settings);
    const excerpt = await response.text();
    return {
      phase: 'status',
      status: response.status,
      code: Number(response.headers.get('x-clickhouse-exception-code')),
      excerpt,
    };
  }

  test('a regular expression that is none', async () => {
    const failure = await failureOf(
      measure('score_count', { filters: [{ dimension: 'evaluation', operator: 'matches', values: ['(a'] }] })
    );
    expect(failure.code).toBe(427);
    expect(explain(failure)).toMatchObject({
      category: 'query',
      status: 400,
      message: expect.stringContaining('RE2') as string,
    });
  });

  test('a time outside of Grafana’s range', async () => {
    const failure = await failureOf({
      version: 1,
      kind: 'sql',
      format: 'table',
      sql: "SELECT materialize(toDateTime64('2299-01-01 00:00:00', 3)) AS t",
    });
    expect(failure.code).toBe(407);
    expect(explain(failure)).toMatchObject({ category: 'query', message: expect.stringContaining('1678') as string });
  });

  test.each([
    ['INSERT in a subquery', 'SELECT * FROM (INSERT INTO otel_traces SELECT 1)'],
    ['a write behind a setting', 'SELECT 1 AS n SETTINGS readonly = 0'],
  ])('%s', async (_, sql) => {
    await expect(
      host.ask({ version: 1, kind: 'sql', format: 'table', sql }, request, inDatabase('ordinary', { sql: 'all' }))
    ).rejects.toThrow(/Code: \d+/);
  });
});

describe('a statement that is longer than ClickHouse usually reads', () => {
  const long = { version: 1, kind: 'sql', format: 'table', sql: `SELECT length('${'x'.repeat(300_000)}') AS n` };

  test('is read', async () => {
    const { rows } = await host.ask(long, request, inDatabase('ordinary', { sql: 'all' }));
    expect(rows).toEqual([[300_000]]);
  });

  test('is a limit of the user where the user may not raise it', async () => {
    const refused = await host.post(long.sql);
    const excerpt = await refused.text();
    expect(explain({ phase: 'status', status: refused.status, code: 62, excerpt })).toMatchObject({
      category: 'limit',
      message: expect.stringContaining('raise max_query_size') as string,
    });
  });
});
