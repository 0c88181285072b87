import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { context, ROOT_CONTEXT, trace, type Context, type ContextManager } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, guard, runAgent, useTool } from '../../../docs/examples/instrument.ts';
import type { SpanRow } from '../../../tools/demo/data/rows.ts';
import { clickHouseTime, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// The examples of docs/instrument.md are run with the published SDKs, and what they write has the numbers that they are meant to have.

/** A span as it was exported. `record.py` writes those of Python. */
interface Written {
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

async function written(): Promise<Written[]> {
  const exporter = new InMemorySpanExporter();
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
  return exporter.getFinishedSpans().map(asWritten);
}

const text = (value: unknown): string => (Array.isArray(value) ? JSON.stringify(value) : String(value));
const texts = (attributes: object = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, text(value)]));

const asWritten = (one: ReadableSpan): Written => ({
  name: one.name,
  trace: one.spanContext().traceId,
  span: one.spanContext().spanId,
  parent: one.parentSpanContext?.spanId ?? '',
  failed: one.status.code === 2,
  attributes: texts(one.attributes),
  events: one.events.map(({ name, attributes }) => ({ name, attributes: texts(attributes) })),
});

/** Returns a row of the collector's table, of a second within the last minute. */
const asRow = (one: Written): SpanRow =>
  span(t0 - 30_000, one.attributes, {
    ...{ TraceId: one.trace, SpanId: one.span, ParentSpanId: one.parent, SpanName: one.name },
    Duration: 1e9,
    StatusCode: one.failed ? 'Error' : 'Unset',
    'Events.Timestamp': one.events.map(() => clickHouseTime(t0 - 29_000)),
    'Events.Name': one.events.map(({ name }) => name),
    'Events.Attributes': one.events.map(({ attributes }) => attributes),
  });

let host: Host;

beforeAll(async () => {
  host = await startHost();
  host.now = () => t0;
  const python = JSON.parse(readFileSync('tests/integration/instrument/python.json', 'utf8')) as Written[];
  await load(host.url, 'typescript', { spans: (await written()).map(asRow), logs: [] });
  await load(host.url, 'python', { spans: python.map(asRow), logs: [] });
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

  test('has the scores of a judge, with what the call says', async () => {
    const scores = await numbers(ids('score_mean', 'pass_rate'), ['evaluation', 'feature', 'prompt_version']);
    expect(scores.sort()).toEqual([
      ['completeness', 'support-chat', 'v8', 3.5, 1],
      ['faithfulness', 'support-chat', 'v8', 4.5, 1],
      ['relevance', 'support-chat', 'v8', 4, 1],
      ['tone', 'support-chat', 'v8', 5, 1],
    ]);
  });
});
