import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleGroups } from '../../src/engine/alerts/index.ts';
import { queriesOf } from '../../src/engine/alerts/queries.ts';
import { build } from '../../tools/build/build.ts';
import { dist } from '../../tools/build/paths.ts';
import { executableName, here } from '../../tools/build/platform.ts';
import type { AskedRange, StoredSettings } from '../../tools/plugin/messages.ts';
import { startClickHouse } from '../../tools/clickhouse/start.ts';
import { startPlugin, type Plugin } from '../../tools/plugin/start.ts';
import { startHost, type Host } from './engine/support.ts';
import { demoRows, from, load, t0 } from './engine/rows.ts';
import { startProxy, type Proxy } from './proxy.ts';

/** The built backend, called as Grafana does, with the embedded ClickHouse behind a proxy that counts statements. */
let host: Host;
let plugin: Plugin;
let proxy: Proxy;
let settings: StoredSettings;
let statements: string[];

beforeAll(async () => {
  await build({ only: 'backend' });
  const executable = join(dist, executableName(here()));
  expect(existsSync(executable)).toBe(true);
  host = await startHost();
  await load(host.url, 'otel', demoRows());
  proxy = await startProxy(host.url);
  statements = proxy.statements;
  settings = {
    uid: 'genai-clickhouse',
    name: 'GenAI ClickHouse',
    url: proxy.url,
    jsonData: { database: 'otel', username: host.settings.user, delaySeconds: 0, sql: 'all' },
    secureJsonData: {},
  };
  plugin = await startPlugin(executable);
}, 240_000);

afterAll(async () => {
  await plugin?.stop();
  proxy?.close();
  await host?.close();
});

const cost = { version: 1, kind: 'measure', format: 'timeseries', measures: [{ id: 'cost' }], groupBy: ['feature'] };
/** A window of whole minutes, to which a rule's window is aligned. */
const window = { from: Math.floor(from / 60_000) * 60_000, to: Math.floor(t0 / 60_000) * 60_000 };

describe('a panel', () => {
  it('gets one series a feature, with the numbers that the statement answers', async () => {
    const { A } = await plugin.queryData(settings, [{ refId: 'A', model: cost }], window);
    expect(A?.error).toBe('');
    const expected = await host.ask({ ...cost, format: 'table' }, { ...request, ...window });
    const sums = (A?.frames ?? []).map((frame) => {
      const [, value] = frame.schema.fields;
      const values = (frame.data?.values[1] ?? []) as (number | null)[];
      return [value?.labels?.['feature'], values.reduce<number>((sum, next) => sum + (next ?? 0), 0)] as const;
    });
    expect(sums.map(([feature]) => feature).sort()).toEqual(expected.rows.map((row) => row[0]).sort());
    for (const [feature, sum] of sums) {
      expect(sum).toBeCloseTo(Number(expected.rows.find((row) => row[0] === feature)?.[1]), 9);
    }
  });

  it('gets an error for its own query only', async () => {
    const bad = { ...cost, measures: [{ id: 'costs' }] };
    const { A, B } = await plugin.queryData(
      settings,
      [
        { refId: 'A', model: bad },
        { refId: 'B', model: cost },
      ],
      window
    );
    expect(A).toMatchObject({
      status: 400,
      errorSource: 'downstream',
      error: expect.stringContaining('"costs"') as string,
    });
    expect(B?.error).toBe('');
    expect(B?.frames.length).toBeGreaterThan(0);
  });
});

describe('a list', () => {
  const asked = async (model: object) => {
    const { A } = await plugin.queryData(
      settings,
      [{ refId: 'A', model: { version: 1, format: 'table', ...model } }],
      window
    );
    expect(A?.error).toBe('');
    expect(A?.frames).toHaveLength(1);
    const [frame] = A?.frames ?? [];
    return {
      meta: frame?.schema.meta,
      fields: frame?.schema.fields.map(({ name, type }) => `${name} ${type}`),
      values: (frame?.data?.values ?? []) as unknown[][],
    };
  };
  const expected = (model: object) => host.ask({ version: 1, format: 'table', ...model }, { ...request, ...window });

  it('of spans has their times, ids, dimensions and columns', async () => {
    const model = {
      kind: 'spans',
      of: ['requests', 'tools'],
      groupBy: ['operation', 'model'],
      columns: ['duration', 'cost', 'error'],
      conditions: [{ on: 'column', column: 'duration', operator: '>', value: 0.5 }],
      orderBy: 'duration',
      limit: 25,
    };
    const { fields, values } = await asked(model);
    expect(fields).toEqual(
      ['time time', 'trace_id string', 'span_id string', 'operation string', 'model string'].concat([
        'duration number',
        'cost number',
        'error string',
      ])
    );
    const { columns, rows } = await expected(model);
    const place = columns.indexOf('span_id');
    expect(values[place]).toEqual(rows.map((row) => row[place]));
    expect(values[place]).toHaveLength(25);
  });

  it('of values has what fits, and a notice that there is more', async () => {
    const model = { kind: 'values', dimension: 'feature', limit: 2 };
    const { fields, values, meta } = await asked(model);
    expect(fields).toEqual(['value string', 'count number']);
    const { rows } = await expected(model);
    expect(values).toEqual([0, 1].map((index) => rows.slice(0, 2).map((row) => row[index])));
    expect(JSON.stringify(meta)).toContain('Only the first 2 rows are shown');
  });

  it('of events has the columns of annotations', async () => {
    const model = {
      kind: 'events',
      events: ['prompt_deployments', 'model_changes', 'error_bursts', 'evaluator_changes'],
    };
    const { fields, values } = await asked(model);
    const { rows } = await expected(model);
    expect(rows.length).toBeGreaterThan(0);
    expect(fields).toEqual(['time time', 'timeEnd time', 'title string', 'text string', 'tags string', 'id string']);
    expect(values[5]).toEqual(rows.map((row) => row[5]));
  });
});

describe('a rule', () => {
  const queriesOfRule = (uid: string) => {
    const rule = ruleGroups.flatMap(({ rules }) => rules).find((one) => one.uid === uid);
    return rule
      ? queriesOf(rule).map(({ refId, query }) => ({ refId, model: query as unknown as Record<string, unknown> }))
      : [];
  };
  const queries = queriesOfRule('genai-faithfulness-drop');

  it.each([
    ['genai-faithfulness-drop', 3],
    // The baseline hours are read once.
    ['genai-error-spike', 14],
  ])('sends ClickHouse one statement for %s, though Grafana asks for each refId by itself', async (uid, count) => {
    const own = queriesOfRule(uid);
    const evaluate = async (minutes: number) => {
      const moved = { from: window.from + minutes * 60_000, to: window.to + minutes * 60_000, fromAlert: true };
      statements.length = 0;
      const answers = [];
      for (const query of own) {
        answers.push(await plugin.queryData(settings, [query], moved));
      }
      return answers;
    };
    await evaluate(-1);
    expect(new Set(statements).size, 'a statement was sent twice').toBe(statements.length);
    const answers = await evaluate(0);
    expect(own.length).toBe(count);
    expect(statements, statements.join('\n\n')).toHaveLength(1);
    for (const answer of answers) {
      const [only] = Object.values(answer);
      expect(only?.error).toBe('');
      expect(only?.frames).toHaveLength(1);
      expect(only?.frames[0]?.schema.meta).toMatchObject({ type: 'numeric-long', typeVersion: [0, 1] });
      expect(only?.frames[0]?.schema.fields.filter((field) => field.type === 'number')).toHaveLength(1);
    }
  });

  it('gets a typed frame without fields where there is nothing, which is No Data', async () => {
    const [query] = queries;
    const empty = { from: window.from - 86_400_000 * 365, to: window.to - 86_400_000 * 365, fromAlert: true };
    const answer = query && (await plugin.queryData(settings, [query], empty))[query.refId];
    expect(answer?.error).toBe('');
    expect(answer?.frames).toHaveLength(1);
    expect(answer?.frames[0]?.schema.fields).toHaveLength(0);
    expect(answer?.frames[0]?.schema.meta).toMatchObject({ type: 'numeric-long' });
  });

  const unlimited = { rows: 1_000_000, bytes: 1e8, series: 1000 };

  it.each([
    ['rows', 2],
    ['bytes', 100],
    ['series', 2],
  ])('gets an error, not a part, over the limit of %s', async (limit, value) => {
    const limited = {
      ...settings,
      uid: `limited-${limit}`,
      jsonData: { ...settings.jsonData, limits: { ...unlimited, [limit]: value } },
    };
    const byFeature = { ...cost, format: 'table', measures: [{ id: 'requests' }], select: 'requests' };
    const asked = { ...window, fromAlert: true };
    const { A } = await plugin.queryData(limited, [{ refId: 'A', model: byFeature }], asked);
    expect(A).toMatchObject({ status: 422, frames: [] });
    expect(A?.error).toMatch(new RegExp(`^\\[limit\\] .*limit ${limit}`));
  });

  it('gets an error, not 100,000 instances of SQL', async () => {
    const sql = 'SELECT toString(number) AS instance, 1 AS value FROM numbers(100000)';
    const model = { version: 1, kind: 'sql', format: 'table', sql };
    const { A } = await plugin.queryData(settings, [{ refId: 'A', model }], { ...window, fromAlert: true });
    expect(A).toMatchObject({ status: 422, frames: [] });
    expect(A?.error).toContain('limit series, value 1000');
  });
});

describe('SQL that may show content', () => {
  const model = { version: 1, kind: 'sql', format: 'table', sql: 'SELECT * FROM $__table LIMIT 1' };
  const checked = () => ({
    ...settings,
    uid: 'checks-sql',
    jsonData: { ...settings.jsonData, sql: 'checked', content: { allow: true } },
  });

  it.each<[string, Partial<AskedRange>]>([
    ['a viewer', { user: { login: 'eve', role: 'Viewer' } }],
    ['nobody', {}],
    ['a rule of an administrator', { user: { login: 'root', role: 'Admin' }, fromAlert: true }],
  ])('is refused to %s', async (_, asked) => {
    const { A } = await plugin.queryData(checked(), [{ refId: 'A', model }], { ...window, ...asked });
    expect(A).toMatchObject({ status: 400, errorSource: 'downstream', frames: [] });
    expect(A?.error).toContain('"*" does not pass');
  });

  it('is answered to an editor, and the log says so without it', async () => {
    const user = { login: 'ada', role: 'Editor' };
    const { A } = await plugin.queryData(checked(), [{ refId: 'A', model }], { ...window, user });
    expect(A?.error).toBe('');
    const [line = '', ...others] = plugin
      .logged()
      .split('\n')
      .filter((one) => one.includes('Content was read'));
    expect(others).toEqual([]);
    expect(line).toContain('ada');
    expect(line).toContain('sql');
    expect(line).not.toContain('SELECT');
  });
});

describe('limits', () => {
  it('of what ClickHouse reads are sent with every query, and their errors say which range would pass', async () => {
    const limits = { maxRowsToRead: 1000, maxBytesToRead: 1e12, maxExecutionTime: 77 };
    const limited = { ...settings, uid: 'reads-little', jsonData: { ...settings.jsonData, limits } };
    const sql = {
      version: 1,
      kind: 'sql',
      format: 'table',
      sql: 'SELECT count() AS n FROM $__table WHERE NOT ignore(*)',
    };
    for (const model of [cost, sql]) {
      const { A } = await plugin.queryData(limited, [{ refId: 'A', model }], window);
      expect(A).toMatchObject({ status: 422, frames: [] });
      expect(A?.error).toMatch(/max_rows_to_read.* at most \d+ (?:d|h|min|s) would pass\.$/);
      const sent = proxy.parameters.at(-1);
      expect(sent?.get('max_rows_to_read')).toBe('1000');
      expect(sent?.get('max_bytes_to_read')).toBe('1000000000000');
      expect(sent?.get('max_execution_time')).toBe('77');
    }
  });

  it('of the administrator are sent with every statement, lookups among them', async () => {
    const own = { ...settings, uid: 'own', jsonData: { ...settings.jsonData, clickhouseSettings: { max_threads: 3 } } };
    const before = proxy.parameters.length;
    const { A } = await plugin.queryData(own, [{ refId: 'A', model: cost }], window);
    expect(A?.status).toBe(200);
    const sent = proxy.parameters.slice(before).filter((one) => one.has('log_comment'));
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.filter((one) => one.get('max_threads') !== '3').map((one) => one.get('log_comment'))).toEqual([]);
  });

  it('of what ClickHouse expects to read refuse a query before it runs', async () => {
    const limits = { estimateRows: 1000 };
    const limited = { ...settings, uid: 'expects-little', jsonData: { ...settings.jsonData, limits } };
    const sql = {
      version: 1,
      kind: 'sql',
      format: 'table',
      sql: 'SELECT sum(Duration) AS d FROM $__table WHERE $__timeFilter(Timestamp)',
    };
    for (const model of [cost, sql]) {
      const asked = async (more: object, fromAlert = false) =>
        (await plugin.queryData(limited, [{ refId: 'A', model: { ...model, ...more } }], { ...window, fromAlert }))[
          'A'
        ];
      const refused = await asked({});
      expect(refused).toMatchObject({ errorSource: 'downstream', frames: [] });
      expect(refused?.error).toMatch(
        /would read about [\d,]+ rows of otel\.otel_traces.* at most \d+ (?:min|s) would pass/
      );
      expect(statements.at(-1)).toContain('EXPLAIN ESTIMATE');
      const sent = proxy.parameters.at(-1);
      expect(sent?.get('readonly')).toBe('2');
      expect(sent?.get('use_index_for_in_with_subqueries')).toBe('0');

      const before = statements.length;
      expect((await asked({}))?.error).toBe(refused?.error);
      expect(statements.slice(before)).toEqual([]);

      expect(await asked({ estimate: 'ignore' })).toMatchObject({ error: '' });
      expect((await asked({ estimate: 'ignore' }, true))?.error).toContain('A rule that reads more than the limit');
    }
  });

  it('of a query itself are 256 KiB', async () => {
    const long = { version: 1, kind: 'sql', format: 'table', sql: `SELECT ${'$q '.repeat(100_000)}` };
    const { A } = await plugin.queryData(settings, [{ refId: 'A', model: long }], window);
    expect(A).toMatchObject({ status: 413, error: expect.stringContaining('256 KiB') as string });
  });
});

describe('what a user may set', () => {
  const sql = (text: string) => ({ version: 1, kind: 'sql', format: 'table', sql: text });
  const own = (uid: string, url: string): StoredSettings => ({
    ...settings,
    uid,
    url,
    jsonData: { ...settings.jsonData, database: 'default', username: 'default' },
  });

  it('is not learnt from the errors that SQL provokes', async () => {
    const fresh = { ...settings, uid: 'unlearned' };
    for (const text of [
      'SELECT 1 AS n SETTINGS readonly = 0',
      'SELECT 1 AS n SETTINGS max_execution_tim = 1',
      'SELECT 1 AS n SETTINGS skip_unavailable_shard = 1',
    ]) {
      const { A } = await plugin.queryData(fresh, [{ refId: 'A', model: sql(text) }], window);
      expect(A?.error, text).not.toBe('');
    }
    const rule = { ...cost, format: 'table', select: 'cost' };
    const { A } = await plugin.queryData(fresh, [{ refId: 'A', model: rule }], { ...window, fromAlert: true });
    expect(A?.error).toBe('');
    const sent = proxy.parameters.at(-1);
    expect(sent?.get('readonly')).toBe('2');
    expect(sent?.get('skip_unavailable_shards')).toBe('0');
    expect(Number(sent?.get('max_execution_time'))).toBeGreaterThan(0);
    expect(await plugin.checkHealth(fresh)).toMatchObject({
      status: 'OK',
      details: expect.not.objectContaining({ refusedSettings: expect.anything() as unknown }) as unknown,
    });
  });

  it.each([1, 2] as const)(
    'is asked of the server, for a user with readonly = %d too',
    { timeout: 60_000 },
    async (readonly) => {
      const server = await startClickHouse({ readonly });
      const strict = await startProxy(server.url);
      try {
        const source = own(`readonly-${readonly}`, strict.url);
        const { A } = await plugin.queryData(source, [{ refId: 'A', model: sql('SELECT 1 AS n') }], window);
        expect(A?.error).toBe('');
        expect(A?.frames[0]?.data?.values).toEqual([[1]]);
        const [probe, ...others] = strict.parameters;
        expect([...(probe?.keys() ?? [])].sort()).toEqual(['database', 'default_format']);
        for (const sent of others) {
          expect(sent.has('readonly')).toBe(false);
          expect(sent.has('max_execution_time')).toBe(readonly === 2);
        }
        expect(strict.statements.filter((text) => text.includes('system.settings'))).toHaveLength(1);
      } finally {
        strict.close();
        await server.close();
      }
    }
  );
});

describe('health', () => {
  it('says what the table holds', async () => {
    expect(await plugin.checkHealth(settings)).toMatchObject({
      status: 'OK',
      details: { table: 'otel.otel_traces', layout: expect.stringContaining('Map') as string },
    });
  });
});

describe('secrets', () => {
  it('are in no error and no log', async () => {
    const secret = 'pw-4711-canary';
    const wrong = {
      ...settings,
      uid: 'wrong',
      jsonData: { ...settings.jsonData, username: 'nobody' },
      secureJsonData: { password: secret },
    };
    const health = await plugin.checkHealth(wrong);
    const { A } = await plugin.queryData(wrong, [{ refId: 'A', model: cost }], window);
    expect(health.status).toBe('ERROR');
    expect(health.details).toMatchObject({ category: 'auth' });
    expect(A?.error).toContain('[auth]');
    expect(JSON.stringify([health, A]) + plugin.logged()).not.toContain(secret);
  });
});

const request = { refId: 'A', intervalMs: 60_000, maxDataPoints: 500, fromAlert: false };
