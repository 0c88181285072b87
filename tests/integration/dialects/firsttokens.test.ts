import { afterAll, beforeAll, expect, test } from 'vitest';
import { clickHouseTime, from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tests times to the first token, in whatever unit or event they are written.

const at = from + 1_800_000;
const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };
const first = 'gen_ai.response.time_to_first_token';

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = [
    span(at, { ...call, [first]: '0.25' }, { ServiceName: 'seconds' }),
    span(
      at,
      { ...call, 'gen_ai.span.kind': 'LLM', [first]: '250000000' },
      { ServiceName: 'loongsuite', ScopeName: 'opentelemetry.util.genai.handler' }
    ),
    span(at, call, {
      ServiceName: 'laminar',
      ScopeName: 'opentelemetry.instrumentation.openai.v1',
      'Events.Timestamp': [clickHouseTime(at + 250)],
      'Events.Name': ['llm.content.completion.chunk'],
      'Events.Attributes': [{}],
    }),
  ];
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

test('are seconds', async () => {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'ttft_p50' }],
    groupBy: ['service'],
  };
  expect((await host.ask(query, panel(from, t0))).rows.sort()).toEqual([
    ['laminar', 0.25],
    ['loongsuite', 0.25],
    ['seconds', 0.25],
  ]);
});
