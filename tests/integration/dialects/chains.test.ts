import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attributes } from '../../../tools/demo/data/rows.ts';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tests one call that three instrumentations describe, each below the other.

const at = from + 1_800_000;
const chat: Attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };
const used: Attributes = { ...chat, 'gen_ai.usage.input_tokens': '30', 'gen_ai.usage.output_tokens': '20' };
const tool: Attributes = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'find' };

const chains: Record<string, readonly [scope: string, Attributes][]> = {
  'framework, client, gateway': [
    ['shop.llm', chat],
    ['opentelemetry.instrumentation.genai.openai', used],
    ['litellm', used],
  ],
  'framework, client, provider’s SDK': [
    ['shop.llm', used],
    ['opentelemetry.instrumentation.genai.openai', used],
    ['com.openai.sdk.python', used],
  ],
  'a tool, its protocol’s client and server': [
    ['shop.agents', tool],
    ['mcp.client', tool],
    ['mcp.server', tool],
  ],
};

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = Object.entries(chains).flatMap(([ServiceName, chain], family) =>
    chain.map(([ScopeName, attributes], depth) =>
      span(at + depth, attributes, {
        TraceId: String(family + 1).padStart(32, '0'),
        SpanId: String(depth + 1).padStart(16, '0'),
        ParentSpanId: depth === 0 ? '' : String(depth).padStart(16, '0'),
        Duration: (100 - 10 * depth) * 1_000_000,
        ServiceName,
        ScopeName,
      })
    )
  );
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

async function counted(measures: readonly string[]): Promise<Record<string, unknown[]>> {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: measures.map((id) => ({ id })),
    groupBy: ['service'],
  };
  const { rows } = await host.ask(query, panel(from, t0));
  return Object.fromEntries(
    rows.filter((row) => Number(row[1]) > 0).map(([service, ...numbers]) => [String(service), numbers])
  );
}

test('is one call', async () => {
  expect(await counted(['requests', 'input_tokens'])).toEqual({
    'framework, client, gateway': [1, 30],
    'framework, client, provider’s SDK': [1, 30],
  });
  expect(await counted(['tool_calls'])).toEqual({ 'a tool, its protocol’s client and server': [1] });
});
