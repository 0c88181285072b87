import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostSettings } from '../../../src/engine/host.ts';
import type { Attributes } from '../../../tools/demo/data/rows.ts';
import { load, log, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import type { Writer } from './writer.ts';
import { writers } from './writers/index.ts';
import { map, traceColumns, traceOrder } from './writers/otel.ts';

// Tests scores other than events and log records: gauges, span attributes, OpenLIT's table, a custom table.

let host: Host;
const from = Date.UTC(2026, 2, 10, 10);
const at = '2026-03-10 10:10:00.000';

const metricColumns = (attributes: string) =>
  `MetricName String, Attributes ${attributes}, TimeUnix DateTime64(9), Value Float64, ServiceName String`;

beforeAll(async () => {
  host = await startHost();
  for (const [database, attributes] of [
    ['m', map],
    ['j', 'JSON'],
  ] as const) {
    await host.command(`CREATE DATABASE ${database}`);
    await host.command(
      `CREATE TABLE ${database}.otel_traces (${traceColumns(attributes)}, ScopeName String, Duration UInt64) ${traceOrder}`
    );
    await host.command(
      `CREATE TABLE ${database}.otel_metrics_gauge (${metricColumns(attributes)}) ENGINE = MergeTree ORDER BY TimeUnix`
    );
    await host.command(`CREATE TABLE ${database}.openlit_evaluation (id UUID DEFAULT generateUUIDv4(), span_id String,
      created_at DateTime, meta Map(LowCardinality(String), String),
      evaluationData Nested(evaluation LowCardinality(String), classification LowCardinality(String), explanation String,
        verdict LowCardinality(String)),
      scores Map(LowCardinality(String), Float32)) ENGINE = MergeTree ORDER BY (span_id, created_at)`);
    await insert(database, 'otel_traces', {
      Timestamp: at,
      TraceId: 't1',
      SpanId: 's1',
      SpanName: 'chat gpt-5',
      ServiceName: 'api',
      ResourceAttributes: {},
      Duration: 1_000_000_000,
      StatusCode: 'Ok',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-5',
        'evaluations.0.evaluation.name': 'clarity',
        'evaluations.0.evaluation.score': '0.25',
        'evaluations.1.evaluation.name': 'tone',
        'evaluations.1.evaluation.label': 'pass',
        'evaluations.1.evaluation.annotator_kind': 'HUMAN',
        'evaluations.2.evaluation.name': 'valid',
        'evaluations.2.evaluation.score': 'true',
      },
    });
    await insert(database, 'otel_metrics_gauge', {
      MetricName: 'llm.faithfulness',
      Attributes: {
        trace_id: 't1',
        span_id: 's1',
        'gen_ai.evaluation.evaluator.id': 'judge',
        'gen_ai.evaluation.evaluator.version': '3',
      },
      TimeUnix: at,
      Value: 0.75,
      ServiceName: 'judge',
    });
    await insert(database, 'otel_metrics_gauge', { MetricName: 'process.cpu', Attributes: {}, TimeUnix: at, Value: 1 });
    await insert(database, 'openlit_evaluation', {
      span_id: 's1',
      created_at: '2026-03-10 10:12:00',
      'evaluationData.evaluation': ['Hallucination', 'Toxicity'],
      'evaluationData.classification': ['factual_inaccuracy', 'none'],
      'evaluationData.explanation': ['', ''],
      'evaluationData.verdict': ['yes', 'no'],
      scores: { Hallucination: 0.5, Toxicity: 0 },
    });
  }
  await host.command(
    `CREATE TABLE m.judgements (day DateTime, about String, what String, points Float64, ok Bool, v String, model String)
     ENGINE = MergeTree ORDER BY day`
  );
  await insert('m', 'judgements', {
    ...{ day: '2026-03-10 10:20:00', about: 's1', what: 'helpful', points: 4, ok: true, v: '7', model: '' },
  });
  await insert('m', 'judgements', {
    ...{ day: '2026-03-10 10:20:00', about: '', what: 'helpful', points: 2, ok: false, v: '7', model: 'o3' },
  });
}, 120_000);

afterAll(() => host?.close());

const insert = (database: string, table: string, row: object) =>
  host.command(`INSERT INTO ${database}.${table} FORMAT JSONEachRow ${JSON.stringify(row)}`);

const settings = (database: string, jsonData: Record<string, unknown> = {}): HostSettings => ({
  ...host.settings,
  database,
  jsonData,
});

const ask = async (database: string, groupBy: string[], jsonData: Record<string, unknown> = {}) => {
  const query = {
    ...{ version: 1, kind: 'measure', format: 'table', filters: [] },
    measures: [{ id: 'evaluation_count' }, { id: 'score_mean' }, { id: 'pass_rate' }],
    groupBy: ['evaluation', ...groupBy],
  };
  const { rows } = await host.ask(query, panel(from, from + 3_600_000), settings(database, jsonData));
  return rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
};

describe.each(['m', 'j'])('in %s', (database) => {
  test('gauges, attributes and OpenLIT’s table say what they say', async () => {
    expect(await ask(database, ['model', 'service'])).toEqual([
      ['Hallucination', 'gpt-5', 'api', 1, 0.5, 0],
      ['Toxicity', 'gpt-5', 'api', 1, 0, 1],
      ['clarity', 'gpt-5', 'api', 1, 0.25, null],
      ['faithfulness', 'gpt-5', 'api', 1, 0.75, null],
      ['tone', 'gpt-5', 'api', 1, null, 1],
      ['valid', 'gpt-5', 'api', 1, null, 1],
    ]);
  });

  test('who scored, and in which version', async () => {
    const rows = await ask(database, ['evaluator', 'evaluator_version']);
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      ['Hallucination', 'openlit', 'unknown'],
      ['Toxicity', 'openlit', 'unknown'],
      ['clarity', 'unknown', 'unknown'],
      ['faithfulness', 'judge', '3'],
      ['tone', 'HUMAN', 'unknown'],
      ['valid', 'unknown', 'unknown'],
    ]);
  });
});

describe('what passed', () => {
  const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5' };
  const scored = (name: string, value: string, label = ''): Attributes => ({
    'gen_ai.evaluation.name': name,
    ...(value === '' ? {} : { 'gen_ai.evaluation.score.value': value }),
    ...(label === '' ? {} : { 'gen_ai.evaluation.score.label': label }),
  });
  const said = [
    scored('scale of five', '1'),
    scored('scale of five', '4'),
    scored('only ones', '1'),
    scored('labelled', '1', 'Fail'),
    scored('labelled', '0.9', 'pass'),
    scored('flag', 'true'),
    scored('flag', 'False'),
    scored('other words', '', 'excellent'),
  ];
  const expected = [
    ['flag', 2, null, 0.5],
    ['labelled', 2, 0.95, 0.5],
    ['only ones', 1, 1, null],
    ['other words', 1, null, null],
    ['scale of five', 2, 2.5, null],
  ];

  test.each(['log records', 'events'])('is said by a label or a flag, never by a number: %s', async (where) => {
    const own = span(from + 60_000, chat);
    const events = {
      'Events.Timestamp': said.map(() => at),
      'Events.Name': said.map(() => 'gen_ai.evaluation.result'),
      'Events.Attributes': said,
    };
    const database = where.replace(' ', '_');
    await load(
      host.url,
      database,
      where === 'events'
        ? { spans: [{ ...own, ...events }], logs: [] }
        : { spans: [own], logs: said.map((one) => log(from + 61_000, own, one)) }
    );
    expect(await ask(database, [])).toEqual(expected);
  });

  test('is said by Langfuse’s flags', async () => {
    const written = writers.find(({ id }) => id === 'langfuse') as Writer;
    await host.command('CREATE DATABASE flags');
    for (const statement of written.ddl) {
      await host.command(statement.replace('CREATE TABLE ', 'CREATE TABLE flags.'));
    }
    const scores = [
      { id: '1', name: 'helpful', value: 1, data_type: 'BOOLEAN' },
      { id: '2', name: 'helpful', value: 0, data_type: 'BOOLEAN' },
      { id: '3', name: 'stars', value: 1, data_type: 'NUMERIC' },
    ].map((row) => ({ ...row, timestamp: at, event_ts: at, trace_id: 't', project_id: 'p', source: 'API' }));
    for (const score of scores) {
      await insert('flags', 'scores', score);
    }
    expect(await ask('flags', [], { layout: 'langfuse' })).toEqual([
      ['helpful', 2, 0.5, 0.5],
      ['stars', 1, 1, null],
    ]);
  });
});

describe('a table of the user’s own', () => {
  const mapped = {
    evaluationsTable: 'judgements',
    evaluationColumns: {
      ...{ time: 'day', spanId: 'about', name: 'what', score: 'points', passed: 'ok', evaluatorVersion: 'v' },
      requestModel: 'model',
    },
  };

  test('is read by its mapping; what it does not say of the call the span does', async () => {
    const rows = await ask('m', ['model', 'evaluator_version'], mapped);
    expect(rows.filter(([name]) => name === 'helpful').sort()).toEqual([
      ['helpful', 'gpt-5', '7', 1, 4, 1],
      ['helpful', 'o3', '7', 1, 2, 0],
    ]);
  });

  test.each([
    ['is not there', { ...mapped, evaluationsTable: 'nowhere' }, 'The table nowhere was not found'],
    [
      'has no such column',
      { ...mapped, evaluationColumns: { ...mapped.evaluationColumns, label: 'verdict' } },
      'map "label" to the column verdict',
    ],
    [
      'has no time',
      { ...mapped, evaluationColumns: { name: 'what' } },
      'No column of the table m.judgements is mapped to "time"',
    ],
  ])('that %s is named', async (_, jsonData, message) => {
    await expect(ask('m', [], jsonData)).rejects.toThrow(message);
  });
});
