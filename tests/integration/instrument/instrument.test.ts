import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { context, metrics, ROOT_CONTEXT, trace, type Context, type ContextManager } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedback, reportFaithfulness, scoreLater } from '../../../docs/examples/evaluate.ts';
import { answer, guard, runAgent, useTool } from '../../../docs/examples/instrument.ts';
import type { LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';
import { clickHouseTime, load, log, span, t0 } from '../engine/rows.ts';
import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import { dashboardOf, open } from '../dashboards/opened.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// The examples of docs/instrument.md are run with the published SDKs, and what they write has the numbers that they are meant to have.

/** What was exported. `record.py` writes that of Python. */
interface Written {
  spans: WrittenSpan[];
  logs: { event: string; trace: string; span: string; attributes: Record<string, string> }[];
  gauges: { name: string; value: number; attributes: Record<string, string> }[];
}

interface WrittenSpan {
  name: string;
  trace: string;
  span: string;
  parent: string;
  failed: boolean;
  attributes: Record<string, string>;
  events: { name: string; attributes: Record<string, string> }[];
}

/** Passes the active span on to what is awaited, as the SDKs for Node and for browsers do. */
class Following implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();
  active = () => this.storage.getStore() ?? ROOT_CONTEXT;
  with: ContextManager['with'] = (active, work, self, ...args) =>
    this.storage.run(active, () => work.call(self as ThisParameterType<typeof work>, ...args));
  bind = <Bound>(_: Context, target: Bound): Bound => target;
  enable = () => this;
  disable = () => this;
}

async function written(): Promise<Written> {
  const exporter = new InMemorySpanExporter();
  const records = new InMemoryLogRecordExporter();
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor(records)] }));
  const meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: measured })] });
  metrics.setGlobalMeterProvider(meters);
  context.setGlobalContextManager(new Following());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  const completion = {
    ...{ id: 'chatcmpl-1', text: 'Yes.', inputTokens: 1000, cachedTokens: 400, outputTokens: 50 },
    ...{ finishReason: 'stop', firstChunkSeconds: 0.4 },
  };
  await runAgent('order-agent', async () => {
    await useTool('lookup_order', () => Promise.resolve('ordered'));
    const late = new Error('deadline exceeded');
    late.name = 'TimeoutError';
    await useTool('check_stock', () => Promise.reject(late)).catch(() => 'late');
    return answer(() => Promise.resolve(completion), 'Is it in stock?');
  });
  await guard('pii', () => Promise.resolve(false));
  const spans = exporter.getFinishedSpans();
  const call = spans.find(({ name }) => name === 'llm.chat')!.spanContext();
  scoreLater(call, 'ragas', [
    { name: 'exact_match', score: 1 },
    { name: 'string_present', score: 1 },
    { name: 'unknown', score: null },
  ]);
  feedback('chatcmpl-1', false);
  reportFaithfulness(4.25, { 'app.feature': 'support-chat' });
  await meters.forceFlush();
  const points = measured
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .flatMap(({ descriptor, dataPoints }) => dataPoints.map((point) => ({ name: descriptor.name, ...point })));
  await meters.shutdown();
  return {
    spans: spans.map(asWritten),
    logs: records.getFinishedLogRecords().map(asRecord),
    gauges: points.map(({ name, value, attributes }) => ({
      ...{ name, value: value as number, attributes: texts(attributes) },
    })),
  };
}

const asRecord = ({ attributes, spanContext }: ReadableLogRecord): Written['logs'][number] => ({
  ...{ event: '', trace: spanContext?.traceId ?? '', span: spanContext?.spanId ?? '' },
  attributes: texts(attributes),
});

const text = (value: unknown): string => (Array.isArray(value) ? JSON.stringify(value) : String(value));
const texts = (attributes: object = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, text(value)]));

const asWritten = (one: ReadableSpan): WrittenSpan => ({
  name: one.name,
  trace: one.spanContext().traceId,
  span: one.spanContext().spanId,
  parent: one.parentSpanContext?.spanId ?? '',
  failed: one.status.code === 2,
  attributes: texts(one.attributes),
  events: one.events.map(({ name, attributes }) => ({ name, attributes: texts(attributes) })),
});

/** Returns a row of the collector's table, of a second within the last minute. */
const asRow = (one: WrittenSpan): SpanRow =>
  span(t0 - 30_000, one.attributes, {
    ...{ TraceId: one.trace, SpanId: one.span, ParentSpanId: one.parent, SpanName: one.name },
    Duration: 1e9,
    StatusCode: one.failed ? 'Error' : 'Unset',
    'Events.Timestamp': one.events.map(() => clickHouseTime(t0 - 29_000)),
    'Events.Name': one.events.map(({ name }) => name),
    'Events.Attributes': one.events.map(({ attributes }) => attributes),
  });

const asLogRow = (one: Written['logs'][number]): LogRow =>
  log(t0 - 20_000, undefined, one.attributes, { EventName: one.event, TraceId: one.trace, SpanId: one.span });

async function loadAll(database: string, { spans, logs: records, gauges }: Written): Promise<void> {
  await load(host.url, database, { spans: spans.map(asRow), logs: records.map(asLogRow) });
  await host.command(
    `CREATE TABLE ${database}.otel_metrics_gauge (MetricName String, Attributes Map(LowCardinality(String), String),
      TimeUnix DateTime64(9), Value Float64, ServiceName String) ENGINE = MergeTree ORDER BY TimeUnix`
  );
  const rows = gauges.map(({ name, value, attributes }) => ({
    ...{ MetricName: name, Attributes: attributes, TimeUnix: clickHouseTime(t0 - 10_000), Value: value },
  }));
  await host.command(
    `INSERT INTO ${database}.otel_metrics_gauge FORMAT JSONEachRow ${rows.map((row) => JSON.stringify(row)).join('\n')}`
  );
}

let host: Host;
const range = { from: t0 - 60_000, to: t0 };

beforeAll(async () => {
  host = await startHost();
  host.now = () => t0;
  await loadAll('typescript', await written());
  await loadAll('python', JSON.parse(readFileSync('tests/integration/instrument/python.json', 'utf8')) as Written);
}, 120_000);

afterAll(() => host?.close());

describe.each(['typescript', 'python'])('the example in %s', (database) => {
  async function numbers(measures: object[], groupBy: string[] = []): Promise<unknown[][]> {
    const query = { version: 1, kind: 'measure', format: 'table', measures, groupBy, filters: [] };
    const { columns, rows } = await host.ask(query, panel(t0 - 60_000, t0), { ...host.settings, database });
    const shown = [...groupBy, ...measures.map((_, index) => `n${index}`)].map((name) => columns.indexOf(name));
    return rows.map((row) => shown.map((index) => row[index]));
  }
  const ids = (...names: string[]) => names.map((id, index) => ({ id, name: `n${index}` }));

  test('is one call with its tags, tokens, first token, prompt version and conversation', async () => {
    const measures = ids('requests', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'ttft_p95', 'errors');
    const counted = [1, 1000, 50, 400, 0.4, 0];
    expect(await numbers(measures, ['feature', 'team', 'user_tier', 'user', 'conversation', 'agent'])).toEqual([
      ['support-chat', 'care', 'plus', 'u-0017', 'thread-4711', 'order-agent', ...counted],
    ]);
    expect(await numbers(measures, ['provider', 'model', 'prompt', 'prompt_version', 'finish_reason'])).toEqual([
      ['openai', 'gpt-4o', 'support-answer', 'v8', 'stop', ...counted],
    ]);
  });

  test('is an agent’s run with two tool calls, of which one failed, and a denied answer', async () => {
    expect(await numbers(ids('agent_runs', 'agent_failures', 'guardrail_checks', 'guardrail_violations'))).toEqual([
      [1, 0, 1, 1],
    ]);
    const tools = await numbers(ids('tool_calls', 'tool_failures'), ['tool', 'error_class']);
    expect(tools.sort()).toEqual([
      ['check_stock', 'timeout', 1, 1],
      ['lookup_order', 'none', 1, 0],
    ]);
  });

  test('has the scores of a judge, of evaluators and of users, with what the call says', async () => {
    const scores = await numbers(ids('score_mean', 'pass_rate'), [
      'evaluation',
      'evaluator',
      'feature',
      'prompt_version',
    ]);
    expect(scores.sort()).toEqual([
      ['completeness', 'unknown', 'support-chat', 'v8', 3.5, 1],
      ['exact_match', 'ragas', 'support-chat', 'v8', 1, null],
      ['faithfulness', 'unknown', 'support-chat', 'unknown', 4.25, null],
      ['faithfulness', 'unknown', 'support-chat', 'v8', 4.5, 1],
      ['relevance', 'unknown', 'support-chat', 'v8', 4, 1],
      ['string_present', 'ragas', 'support-chat', 'v8', 1, null],
      ['tone', 'unknown', 'support-chat', 'v8', 5, 1],
      ['user_feedback', 'unknown', 'support-chat', 'v8', null, 0],
    ]);
  });

  test('is what the dashboard of quality shows', async () => {
    const own = { ...host.settings, database };
    const { asked } = await open(dashboardOf(dashboards.quality.uid), { host, settings: own, range });
    const panels = asked.filter(({ panel }) => panel.type !== 'annotation');
    expect(panels.filter(({ answer }) => answer.rows.length === 0).map(({ panel }) => panel.title)).toEqual([]);
  });
});
