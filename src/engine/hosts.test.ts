import { describe, expect, test } from 'vitest';
import { explain } from './explain.ts';
import { handle } from './handle.ts';
import type { Call, Failure, HostSettings, Plan, Request, StatementResult } from './host.ts';
import { unknownMacro, unknownResource } from './messages.ts';
import { macros } from './usersql/macros.ts';
import { preview, previewCensus } from './preview.ts';
import type { Census } from './source/census.ts';
import type { SourceDescription } from './source/description.ts';

// Covers what hosts use besides plans and health: resources and the preview; and that nothing throws.

const settings: HostSettings = { url: 'http://clickhouse:8123', database: 'otel', user: 'grafana', jsonData: {} };
const request: Request = {
  refId: 'A',
  from: 0,
  to: 3_600_000,
  intervalMs: 60_000,
  maxDataPoints: 100,
  fromAlert: false,
};
const names = [
  'Timestamp',
  'TraceId',
  'SpanId',
  'ServiceName',
  'ResourceAttributes',
  'SpanAttributes',
  'Duration',
  'StatusCode',
  'Events.Name',
];
const answer = (rows: unknown[][]): StatementResult => ({ ok: true, columns: [], rows });
const typeOf = (name: string) =>
  name.endsWith('Attributes') ? 'Map(String, String)' : name === 'Timestamp' ? 'DateTime64(9)' : 'String';
const tables = answer(names.map((name) => ['otel', 'otel_traces', name, typeOf(name)]));
const failure: Failure = { phase: 'connect', status: 0, code: 0, excerpt: 'refused' };
const failed: StatementResult = { ok: false, failure };
const query = {
  version: 1,
  kind: 'measure',
  format: 'table',
  measures: [{ id: 'requests' }],
  groupBy: ['model'],
  top: { n: 2 },
};

describe('resources', () => {
  test.each(['source', '/source', 'source/'])('%s describes the tables', (path) => {
    const first = handle({ op: 'resource', now: Date.now(), path, body: null, settings });
    expect('need' in first && first.need).toHaveLength(1);
    const done = handle({
      op: 'resource',
      now: Date.now(),
      path,
      body: null,
      settings,
      state: null,
      results: [tables],
    });
    expect(done).toMatchObject({
      done: { status: 200, body: { database: 'otel', traces: { path: ['otel', 'otel_traces'] }, logs: null } },
    });
    expect(handle({ op: 'resource', now: Date.now(), path, body: null, settings, results: [failed] })).toEqual({
      error: explain(failure),
    });
  });

  test.each(['', 'sources', 'source/x', '../source', '__proto__'])('"%s" is not there', (path) => {
    expect(handle({ op: 'resource', now: Date.now(), path, body: null, settings })).toEqual({
      done: { status: 404, body: { message: unknownResource(path) } },
    });
  });
});

/** Returns the reply to a call for the tables above, without rows. */
describe('resources are bounded', () => {
  const day = 86_400_000;
  const asked = (path: string, body: unknown) =>
    handle({ op: 'resource', now: Date.now(), path, body, settings: { ...settings, uid: 'own' } });
  const spread = (count: number, days: number, apart: number) =>
    Array.from({ length: count }, (_, n) => ({ from: n * apart * day, to: (n * apart + days) * day }));

  test.each([
    ['32 windows of 400 days', spread(32, 400, 400), false],
    ['two of 201 days', spread(2, 201, 300), false],
    ['33 of a day', spread(33, 1, 1), false],
    ['400 days', spread(1, 400, 0), true],
    ['32 that overlap in 400 days', spread(32, 90, 10), true],
  ])('the census of %s', (_, windows, isTaken) => {
    const reply = asked('census', { windows });
    expect('need' in reply).toBe(isTaken);
    if (!isTaken) {
      expect(reply).toMatchObject({
        error: { category: 'limit', message: expect.stringContaining('400 days') as string },
      });
    }
  });

  const expression = {
    refId: 'C',
    relativeTimeRange: { from: 0, to: 0 },
    datasourceUid: '__expr__',
    model: { refId: 'C', type: 'math', expression: '$A > 1' },
  };
  const backtest = (datasourceUid: string, grid: unknown[] = [], model: Record<string, unknown> = {}) => {
    const query = {
      version: 1,
      kind: 'measure',
      format: 'table',
      measures: [{ id: 'requests' }],
      select: 'requests',
      ...model,
    };
    const data = [{ refId: 'A', relativeTimeRange: { from: 300, to: 0 }, datasourceUid, model: query }, expression];
    return asked('backtest', { rule: { condition: 'C', data }, from: 0, to: day, interval: 60, grid });
  };

  test('a backtest refuses the queries of other data sources, with their name', () => {
    expect(backtest('own')).toHaveProperty('need');
    for (const model of [{}, { kind: 'sql', sql: 'SELECT 1' }, { kind: undefined, expr: 'up' }]) {
      expect(backtest('prometheus-1', [], model)).toMatchObject({
        error: { category: 'query', message: expect.stringMatching(/"prometheus-1".*"own"/) as string },
      });
    }
  });

  test.each([
    [1, 100, true],
    [2, 51, false],
    [50, 2, true],
    [50, 100, false],
    [1000, 1, false],
  ])('a backtest tries %d numbers with %d values each', (numbers, values, isTried) => {
    const grid = Array.from({ length: numbers }, () => ({
      comparison: 0,
      values: Array.from({ length: values }, (_, n) => n),
    }));
    expect('need' in backtest('own', grid)).toBe(isTried);
  });
});

function replyTo(call: Call & { op: 'query' | 'resource' }) {
  let step = handle(call);
  for (let results = [tables]; 'need' in step;) {
    const next = handle({ ...call, state: step.state, results });
    results = 'need' in next ? next.need.map(() => answer([])) : [];
    step = next;
  }
  return step;
}

describe('preview', () => {
  const counted = (saved: unknown): { source: SourceDescription; census: Census } => {
    const body = previewCensus(saved, request, settings);
    const { done } = replyTo({ op: 'resource', now: Date.now(), path: 'census', body, settings }) as {
      done: { body: { source: SourceDescription; census: Census } };
    };
    return done.body;
  };
  const { source } = counted(query);

  test.each([
    ['a measure query', query],
    ['scores without a logs table', { ...query, measures: [{ id: 'score_count' }], groupBy: ['team'] }],
  ])('of %s is the statement that the backend runs', (_, saved) => {
    const { done } = replyTo({ op: 'query', now: Date.now(), query: saved, request, settings }) as { done: Plan };
    const { sql, params } = done.statement;
    const { source, census } = counted(saved);
    expect(preview(saved, request, settings, source, census)).toEqual({ ok: true, sql, params, notices: done.notices });
  });

  test('of SQL has its macros expanded', () => {
    const all = { ...settings, jsonData: { sql: 'all' } };
    const saved = { version: 1, kind: 'sql', format: 'table', sql: 'SELECT 1 AS n FROM $__table;' };
    const { done } = handle({
      op: 'query',
      now: Date.now(),
      query: saved,
      request,
      settings: all,
      results: [answer([['n', 'UInt8']])],
    }) as {
      done: Plan;
    };
    expect(preview(saved, request, settings, source)).toEqual({
      ok: true,
      sql: done.statement.sql,
      params: { from: '0', to: '3600000' },
      notices: [],
    });
    expect(done.statement.sql).toBe('SELECT 1 AS n FROM `otel`.`otel_traces`');
  });

  test('of what is wrong says so', () => {
    const saved = { version: 1, kind: 'sql', format: 'table', sql: 'SELECT $__x' };
    expect(preview(saved, request, settings, source)).toEqual({
      ok: false,
      message: unknownMacro('$__x', Object.keys(macros)),
    });
  });
});

describe('content as a dimension', () => {
  const asks = (dimension: string) => [
    { ...query, groupBy: [dimension] },
    { ...query, filters: [{ dimension, operator: 'matches', values: ['secret'] }] },
    {
      version: 1,
      kind: 'calls',
      format: 'table',
      columns: ['duration'],
      groupBy: [dimension],
      orderBy: 'time',
      limit: 10,
    },
  ];
  const reply = (saved: unknown, fromAlert: boolean, jsonData: Record<string, unknown>) =>
    replyTo({
      op: 'query',
      now: Date.now(),
      query: saved,
      request: { ...request, fromAlert },
      settings: { ...settings, jsonData },
    });

  test.each(['attr:gen_ai.input.messages', 'attr:llm.output_messages.0.message.content', 'resource:app.prompt'])(
    '%s is refused, whoever asks, unless its name misleads',
    (dimension) => {
      const key = dimension.replace(/^[a-z]+:/, '');
      for (const saved of asks(dimension)) {
        for (const fromAlert of saved.kind === 'calls' ? [false] : [false, true]) {
          expect(reply({ ...saved, select: undefined }, fromAlert, { content: { allow: true } })).toMatchObject({
            error: { category: 'query', message: expect.stringContaining('content.exempt') as string },
          });
        }
        expect(reply(saved, false, { content: { exempt: [key] } })).toHaveProperty('done');
      }
    }
  );

  test('an attribute that the settings name is refused, too', () => {
    const [saved] = asks('attr:app.plan');
    expect(reply(saved, false, { content: { keys: ['app.plan'] } })).toHaveProperty('error');
  });

  test('other attributes are not', () => {
    for (const saved of asks('attr:app.plan')) {
      expect(reply(saved, false, {})).toHaveProperty('done');
    }
  });
});

describe('whatever comes, the reply is a reply', () => {
  const odd: unknown[] = [
    null,
    undefined,
    0,
    '',
    'x',
    [],
    {},
    [[]],
    { kind: 'sql' },
    { kind: 'measure', version: 1 },
    { ...query, measures: [null] },
    { ...query, filters: 1 },
    { ...query, groupBy: [1] },
    { ...query, version: '1' },
  ];
  test.each(odd.map((value) => [JSON.stringify(value) ?? 'undefined', value]))('query %s', (_, value) => {
    expect(handle({ op: 'query', now: Date.now(), query: value, request, settings })).toMatchObject({
      error: { category: 'query', source: 'downstream', status: 400 },
    });
  });

  test.each([
    { delaySeconds: 'x' },
    { delaySeconds: 1.5 },
    { limits: { rows: 0 } },
    { limits: [] },
    { tracesTable: 5 },
    { tracesTable: '.' },
    { logsTable: 'a.b.c' },
  ])('settings %j', (jsonData) => {
    expect(handle({ op: 'query', now: Date.now(), query, request, settings: { ...settings, jsonData } })).toMatchObject(
      {
        error: { category: 'config', status: 400 },
      }
    );
  });

  test('empty and absent settings are the defaults', () => {
    const blank = { ...settings, jsonData: { tracesTable: '', delaySeconds: null, unknown: 1 } };
    expect(handle({ op: 'query', now: Date.now(), query, request, settings: blank })).toEqual(
      handle({ op: 'query', now: Date.now(), query, request, settings })
    );
  });

  test('a failed statement is explained; a bug of ours is the plugin’s', () => {
    expect(handle({ op: 'query', now: Date.now(), query, request, settings, results: [failed] })).toEqual({
      error: explain(failure),
    });
    expect(handle({ op: 'query', now: Date.now(), query, request, settings: null } as unknown as Call)).toMatchObject({
      error: { category: 'plugin', source: 'plugin', status: 500 },
    });
  });

  test('values of over 100 KiB are refused, as bytes', () => {
    const values = (text: string, count: number) => ({
      ...query,
      filters: [{ dimension: 'model', operator: 'in', values: Array.from({ length: count }, () => text) }],
    });
    const reply = (saved: unknown) => replyTo({ op: 'query', now: Date.now(), query: saved, request, settings });
    expect(reply(values('a'.repeat(1000), 103))).toMatchObject({ error: { category: 'limit' } });
    expect(reply(values('a'.repeat(1000), 100))).toHaveProperty('done');
    expect(reply(values('é'.repeat(1000), 60))).toMatchObject({ error: { category: 'limit' } });
  });
});

describe('SQL that may show content', () => {
  const replyOf = (jsonData: Record<string, unknown>, more: Partial<Request>, sql = 'SELECT * FROM $__table') => {
    const common = {
      op: 'query' as const,
      now: Date.now(),
      query: { version: 1, kind: 'sql', format: 'table', sql },
      request: { ...request, ...more },
      settings: { ...settings, jsonData },
    };
    let reply = handle(common);
    while ('need' in reply) {
      const isDescription = reply.need[0]?.sql.startsWith('DESCRIBE');
      const results = [isDescription ? answer([['n', 'UInt64']]) : tables];
      reply = handle({ ...common, state: reply.state, results });
    }
    return reply as { done: Plan } | { error: { message: string } };
  };
  const allowed = { content: { allow: true } };
  const as = (role: string, login = 'ada'): Partial<Request> => ({ user: { login, role } });

  test.each<[string, Record<string, unknown>, Partial<Request>, boolean]>([
    ['an administrator where it is not allowed', {}, as('Admin'), false],
    ['a viewer', allowed, as('Viewer'), false],
    ['an editor', allowed, as('Editor'), true],
    [
      'an editor where only administrators may',
      { content: { allow: true, minimumRole: 'Admin' } },
      as('Editor'),
      false,
    ],
    ['an administrator', { content: { allow: true, minimumRole: 'Admin' } }, as('Admin'), true],
    ['a viewer where viewers may', { content: { allow: true, minimumRole: 'Viewer' } }, as('Viewer'), true],
    ['a user without a role', { content: { allow: true, minimumRole: 'Viewer' } }, as('None'), false],
    ['a role that is none of Grafana’s', allowed, as('admin'), false],
    ['nobody', allowed, {}, false],
    ['an anonymous visitor', allowed, as('Admin', ''), false],
    ['a rule', allowed, { ...as('Admin'), fromAlert: true }, false],
    ['a rule that is not marked as one', allowed, as('Admin', 'grafana_scheduler'), false],
    ['whoever asks, where SQL is not checked', { sql: 'all' }, {}, true],
  ])('of %s', (_, jsonData, more, passes) => {
    expect('done' in replyOf(jsonData, more)).toBe(passes);
    expect(replyOf(jsonData, more, 'SELECT count() AS n FROM $__table')).toHaveProperty('done');
  });

  test('is in the log of the host if it was read by whoever may', () => {
    const auditOf = (reply: ReturnType<typeof replyOf>) => ('done' in reply ? reply.done.audit : undefined);
    expect(auditOf(replyOf(allowed, as('Editor')))).toEqual({ kind: 'sql' });
    expect(auditOf(replyOf(allowed, as('Viewer'), 'SELECT 1 AS n'))).toBeUndefined();
  });

  test('is refused as a whole where SQL is switched off', () => {
    const reply = replyOf({ ...allowed, sql: 'off' }, as('Admin'), 'SELECT 1 AS n');
    expect('error' in reply && reply.error.message).toContain('switched off');
  });
});
