import type { Host } from '../engine/support.ts';

/** A span of the collector's table; times are epoch milliseconds. */
export interface WrittenSpan {
  trace: string;
  id: string;
  parent?: string;
  at: number;
  name?: string;
  attributes?: Record<string, string>;
  events?: { name: string; attributes: Record<string, string> }[];
}

export const call = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
};
export const usage = { 'gen_ai.usage.input_tokens': '100', 'gen_ai.usage.output_tokens': '10' };

/** Inserts spans into the collector's table. */
export async function write(host: Host, database: string, spans: readonly WrittenSpan[]): Promise<void> {
  const rows = spans.map(({ trace, id, parent = '', at, name = id, attributes = {}, events = [] }) =>
    JSON.stringify({
      Timestamp: new Date(at).toISOString(),
      TraceId: trace,
      SpanId: id,
      ParentSpanId: parent,
      SpanName: name,
      SpanKind: 'Client',
      ServiceName: 'shop',
      ResourceAttributes: { 'service.name': 'shop' },
      ScopeName: 'test',
      SpanAttributes: attributes,
      Duration: 1_000_000,
      StatusCode: 'Unset',
      'Events.Timestamp': events.map(() => new Date(at).toISOString()),
      'Events.Name': events.map((event) => event.name),
      'Events.Attributes': events.map((event) => event.attributes),
    })
  );
  await host.command(
    `INSERT INTO ${database}.otel_traces SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow\n${rows.join('\n')}`
  );
}
