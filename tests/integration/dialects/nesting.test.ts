import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tests which spans directly below each other are about the same call.

const at = from + 1_800_000;
const outer = 'a'.repeat(16);

const chat: Attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };
const used = (tokens: number): Attributes => ({ ...chat, 'gen_ai.usage.input_tokens': String(tokens) });
const ofFramework = (name: string): Attributes => ({ 'openinference.span.kind': 'TOOL', 'tool.name': name });
const ofRuntime = (name: string): Attributes => ({
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': name,
  'gen_ai.tool.call.id': `call-${name}`,
});

/** A span and those directly below it. */
interface Family {
  above: Attributes;
  below: readonly Attributes[];
  scopes: readonly [string, string];
  /** The status of those below. */
  status?: Partial<SpanRow>;
}

const families: Record<string, Family> = {
  'one tool, by its framework and by the runtime below it': {
    above: ofFramework('get_weather'),
    below: [ofRuntime('get_weather')],
    scopes: ['openinference.instrumentation.autogen_agentchat', 'autogen-core'],
    status: { StatusCode: 'Error' },
  },
  'a tool that runs another': {
    above: ofRuntime('plan_trip'),
    below: [ofRuntime('get_weather')],
    scopes: ['shop.tools', 'shop.tools'],
  },
  'a tool that runs another twice': {
    above: ofRuntime('plan_trip'),
    below: [ofRuntime('get_weather'), ofRuntime('get_weather')],
    scopes: ['shop.tools', 'shop.tools'],
  },
  'one call, by two': { above: chat, below: [used(30)], scopes: ['shop.llm', 'opentelemetry.instrumentation.genai'] },
  'one call, by one who leaves cached tokens out': {
    above: { ...used(5), 'gen_ai.system': 'anthropic' },
    below: [{ ...used(35), 'gen_ai.usage.cache_read.input_tokens': '30' }],
    scopes: ['langtrace_python_sdk.instrumentation.anthropic.instrumentation', 'com.anthropic.sdk.python'],
  },
  'a wrapper and its two calls': { above: used(90), below: [used(30), used(60)], scopes: ['shop.llm', 'shop.llm'] },
};

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = Object.entries(families).flatMap(([name, { above, below, scopes, status = {} }], family) => {
    const shared = { TraceId: String(family + 1).padStart(32, '0'), ServiceName: name, SpanName: 'work' };
    return [
      span(at, above, { ...shared, SpanId: outer, ScopeName: scopes[0] }),
      ...below.map((attributes, index) =>
        span(at + 1 + index, attributes, {
          ...shared,
          ParentSpanId: outer,
          ScopeName: scopes[1],
          Duration: 1_000_000,
          ...status,
        })
      ),
    ];
  });
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

async function counted(measures: readonly string[]): Promise<unknown[][]> {
  const { rows } = await host.ask(
    {
      version: 1,
      kind: 'measure',
      format: 'table',
      measures: measures.map((id) => ({ id })),
      groupBy: ['service'],
    },
    panel(from, t0)
  );
  return rows.filter((row) => Number(row[1]) > 0).sort((a, b) => String(a[0]).localeCompare(String(b[0])));
}

describe('of spans directly below each other', () => {
  test('those of one tool are one call, those of two are two', async () => {
    expect(await counted(['tool_calls', 'tool_failures'])).toEqual([
      ['a tool that runs another', 2, 0],
      ['a tool that runs another twice', 3, 0],
      ['one tool, by its framework and by the runtime below it', 1, 1],
    ]);
  });

  test('requests are one call, unless there are several below one', async () => {
    expect(await counted(['requests', 'input_tokens'])).toEqual([
      ['a wrapper and its two calls', 2, 90],
      ['one call, by one who leaves cached tokens out', 1, 35],
      ['one call, by two', 1, 30],
    ]);
  });
});
