import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { estimateOf, readEstimates } from '../../../src/engine/lookups/estimate.ts';
import { fill } from '../../../tools/cli/tiers/fill.ts';
import { KeepingHost } from '../budgets/host.ts';
import { createTiers, fillerOf } from '../../../tools/bench/filler.ts';
import { load, span } from './rows.ts';
import { panel, startHost, type Host } from './support.ts';

// Tests the limit on what ClickHouse expects to read, on a table of several granules a day.

const hour = 3_600_000;
const end = Date.UTC(2026, 5, 16);
const [from, to] = [end - 24 * hour, end];
const rows = 20_000;
let host: Host;

beforeAll(async () => {
  host = await startHost();
  host.settings.jsonData['sql'] = 'all';
  host.now = () => end + 12 * hour;
  const spans = Array.from({ length: rows }, (_, index) =>
    span(from + Math.floor((index * 24 * hour) / rows), {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': '10',
      'gen_ai.prompt.name': 'greeting',
      'gen_ai.prompt.version': '1',
      'app.feature': index % 3 === 0 ? 'search' : 'chat',
    })
  );
  await load(host.url, 'otel', { spans, logs: [] });
}, 120_000);

afterAll(() => host?.close());

const limited = (estimateRows: number | undefined) => ({
  ...host.settings,
  jsonData: { sql: 'all', limits: { estimateRows } },
});
const measure = (more: object = {}) => ({
  ...{ version: 1, kind: 'measure', format: 'table', measures: [{ id: 'requests' }], groupBy: ['feature'] },
  ...more,
});
const calls = {
  ...{ version: 1, kind: 'calls', format: 'table', groupBy: ['feature'], columns: ['cost'] },
  ...{ orderBy: 'time', limit: 10 },
};
const sql = (text: string, more: object = {}) => ({ version: 1, kind: 'sql', format: 'table', sql: text, ...more });
const versions = { version: 1, kind: 'prompt_versions', format: 'table' };
const day = () => panel(from, to);
const refusal = (query: object, request = day(), limit = 1000) =>
  host.plan(query, request, limited(limit)).then(
    () => '',
    (reason: Error) => reason.message
  );

describe('a query that would read too much', () => {
  test.each([
    ['measures', measure()],
    ['calls', calls],
    ['versions of prompts', versions],
    ['SQL', sql('SELECT sum(Duration) AS d FROM $__table WHERE $__timeFilter(Timestamp)')],
  ])('is refused: %s', async (_, query) => {
    const message = await refusal(query);
    const [, read = ''] = /^The query would read about ([\d,]+) rows of otel\.otel_traces, by/.exec(message) ?? [];
    // Whole granules are read, so that the estimate of a day is that of its table.
    expect(Number(read.replaceAll(',', ''))).toBeGreaterThanOrEqual(rows);
    expect(message).toMatch(
      /is 1,000 \("limits.estimateRows"\)\. The range was 1 d; at this traffic, at most \d+ (?:h|min) would pass\./
    );
  });

  test('is run where the panel ignores it, and refused in a rule all the same', async () => {
    const ignoring = measure({ estimate: 'ignore' });
    const { rows: answered } = await host.ask(ignoring, day(), limited(1000));
    expect(answered.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(rows);
    const rule = panel(from, to, { fromAlert: true });
    expect(await refusal(measure({ estimate: 'ignore', delay: 0 }), rule)).toContain('A rule that reads more');
  });

  test('is the baseline of a rule, whose hours are read before', async () => {
    const compared = { measures: [{ id: 'requests', compare: 'ratio' }], baseline: { offset: 4 * 3600, periods: 4 } };
    const rule = measure({ ...compared, delay: 0 });
    const sentFor = async (jsonData: Record<string, unknown>) => {
      const keeping = new KeepingHost(host, jsonData);
      keeping.now = host.now();
      const refused = await keeping.plan(rule, panel(to - hour, to, { fromAlert: true })).then(
        () => '',
        (reason: Error) => reason.message
      );
      return { refused, last: keeping.sent.at(-1) };
    };
    const free = await sentFor({});
    const bound = await sentFor({ limits: { estimateRows: 1000 } });
    expect(free.refused).toBe('');
    expect(bound.refused).toContain('A rule that reads more');
    expect(bound.last?.sql).toBe(`EXPLAIN ESTIMATE\n${free.last?.sql}`);
    expect(bound.last?.params).toEqual(free.last?.params);
  });

  test('is told of the table of calls, until that has its hours', async () => {
    const database = 'with_calls';
    await host.command(`CREATE DATABASE ${database}`);
    await host.command(`CREATE TABLE ${database}.otel_traces AS otel.otel_traces`);
    await host.command(`INSERT INTO ${database}.otel_traces SELECT * FROM otel.otel_traces`);
    const settings = { ...host.settings, database };
    const asked = (query: object, request = day()) =>
      host.plan(query, request, { ...settings, jsonData: { limits: { estimateRows: 1000 } } }).then(
        () => '',
        (reason: Error) => reason.message
      );
    expect(await asked(measure())).toContain('tiers apply');
    expect(await asked(calls)).toContain('tiers apply');
    // It cannot have these, nor hours that are not over.
    expect(await asked(measure({ groupBy: ['attr:app.feature'] }))).not.toContain('tiers');
    expect(await asked(measure({ source: 'raw' }))).not.toContain('tiers');
    expect(await asked(versions)).not.toContain('tiers');
    await createTiers(host, settings);
    expect(await asked(measure())).toContain('tiers backfill');
    await fill(fillerOf(host, settings), { from, to });
    await host.command('SELECT 1'); // What is closed is kept, which a command makes the host forget.
    expect(await asked(measure())).not.toContain('tiers');
  });
});

describe('a query is planned as without the limit', () => {
  test.each([
    ['that reads less', measure(), rows * 2],
    ['of a table function', sql('SELECT count() AS n FROM numbers(100000)'), 1000],
    ['in parentheses', sql('(SELECT 1 AS n) UNION ALL (SELECT 2 AS n)'), 1000],
  ])('%s', async (_, query, limit) => {
    expect(await host.plan(query, day(), limited(limit))).toEqual(await host.plan(query, day(), limited(undefined)));
  });
});

describe('an estimate reads no rows', () => {
  /** Returns how many rows were read for the estimate, and the estimate. */
  async function estimated(query: object) {
    const { sql: text, params, settings } = estimateOf((await host.plan(query, day())).statement);
    const response = await host.post(`${text}\nFORMAT JSONCompact`, params, settings);
    const { statistics, data } = (await response.json()) as { statistics: { rows_read: number }; data: unknown[][] };
    const columns = ['database', 'table', 'parts', 'rows', 'marks'];
    return { read: statistics.rows_read, reads: readEstimates([{ ok: true, columns, rows: data }]) };
  }
  const traces = '`otel`.otel_traces';

  test.each([
    // By a column of the primary key, of a skip index, and of none.
    ['SpanName', `SELECT SpanName FROM ${traces} WHERE Duration > 0`],
    ['TraceId', `SELECT TraceId FROM ${traces} WHERE Duration > 0`],
    ['Duration', `SELECT Duration FROM ${traces} WHERE Duration > 0`],
  ])('of a subquery about %s, which counts', async (name, inner) => {
    const text = `SELECT sum(Duration) AS d FROM $__table WHERE ${name} IN (${inner})`;
    const { read, reads } = await estimated(sql(text));
    expect(read).toBeLessThan(10);
    expect(reads).toEqual([{ table: 'otel.otel_traces', rows: 2 * rows }]);
  });

  test('of the largest groups', async () => {
    const { read, reads } = await estimated(measure({ groupBy: ['service'], top: { n: 1 } }));
    expect(read).toBeLessThan(10);
    expect(reads[0]?.rows).toBeGreaterThanOrEqual(rows);
  });
});
