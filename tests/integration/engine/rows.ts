import { createClient } from '@clickhouse/client';
import { generate } from '../../../tools/demo/data/generate.ts';
import { clickHouseTime, log, span } from '../../../tools/demo/data/onerow.ts';
import type { Attributes, LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';
import { schema } from '../../../tools/demo/data/schema.ts';
import type { Rows } from './canonical.ts';

export { clickHouseTime, log, span };

/** The end of the demo data, in addition to odd rows. It is not on a whole second, minute or step. */
export const t0 = Date.UTC(2026, 2, 29, 0, 47, 13, 571);
export const from = t0 - 3_600_000;

const score = (name: string, value: string): Attributes => ({
  'gen_ai.evaluation.name': name,
  'gen_ai.evaluation.score.value': value,
});

/** Returns rows that the demo does not have: old names, empty values, malformed numbers, bounds, scores without a span. */
export function oddRows(): Rows {
  const chat = (attributes: Attributes): Attributes => ({ 'gen_ai.operation.name': 'chat', ...attributes });
  const middle = from + 1_800_000;
  const early = span(from - 1_800_000, chat({ 'app.feature': 'early', 'app.team': 'dawn' }), {
    ResourceAttributes: { 'service.namespace': 'n' },
  });
  const tooEarly = span(from - 3_700_000, chat({ 'app.feature': 'too early' }));
  const byResource = span(middle, chat({}), {
    ResourceAttributes: { 'service.namespace': 'platform', 'deployment.environment': 'staging' },
  });
  const events = (at: number, ...attributes: Attributes[]): Partial<SpanRow> => ({
    'Events.Timestamp': attributes.map(() => clickHouseTime(at)),
    'Events.Name': attributes.map((own) =>
      'gen_ai.evaluation.name' in own ? 'gen_ai.evaluation.result' : 'exception'
    ),
    'Events.Attributes': attributes,
  });
  const spans = [
    early,
    tooEarly,
    byResource,
    span(middle, { 'gen_ai.request.model': 'by-model-only' }),
    span(middle, { 'gen_ai.system': 'bedrock', 'gen_ai.request.model': '', 'gen_ai.response.model': 'answered' }),
    span(middle, {
      'gen_ai.system': 'az.ai.openai',
      'gen_ai.request.model': 'm',
      'gen_ai.provider.name': '',
      'gen_ai.usage.prompt_tokens': '7',
    }),
    span(middle, { 'gen_ai.request.model': 'm', 'gen_ai.tool.name': 'hammer' }),
    span(
      middle,
      chat({
        'gen_ai.usage.input_tokens': '',
        'gen_ai.usage.prompt_tokens': '11',
        'gen_ai.usage.output_tokens': 'many',
      })
    ),
    span(middle, chat({ 'gen_ai.usage.cost': '0', 'gen_ai.usage.total_cost': '3' })),
    span(middle, chat({ 'gen_ai.usage.cost': 'nan', 'gen_ai.usage.input_tokens': 'inf' })),
    span(middle, chat({ 'gen_ai.usage.cost': '1e-7', 'error.type': 'timeout' })),
    span(middle, chat({}), { StatusCode: 'STATUS_CODE_ERROR' as 'Error' }),
    span(middle, {
      'gen_ai.operation.name': 'text_completion',
      feature: 'plain',
      'user.tier': 'gold',
      'team.name': 'long',
    }),
    span(middle, { 'gen_ai.operation.name': 'generate_content', 'gen_ai.workflow.name': 'flow', user_tier: 'old' }),
    span(middle, { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.request.model': 'm' }),
    span(middle, { 'http.request.method': 'GET' }),
    span(middle, chat({ 'app.feature': "it's; DROP TABLE '\\ \t\n😀" })),
    ...[0, 999_999].map((nanoseconds) => span(from - 1, chat({ 'app.feature': 'bound' }), { nanoseconds })),
    ...[0, 1].map((nanoseconds) => span(from, chat({ 'app.feature': 'bound' }), { nanoseconds })),
    ...[0, 1].map((nanoseconds) => span(t0, chat({ 'app.feature': 'bound' }), { nanoseconds })),
    span(t0 - 1, chat({ 'app.feature': 'bound' }), { nanoseconds: 999_999 }),
    span(
      middle,
      chat({ 'app.feature': 'scored' }),
      events(middle + 1, score('faithfulness', '2'), { note: 'x' }, score('faithfulness', ''), score('', '3'))
    ),
    span(from - 60_000, chat({ 'app.feature': 'scored later' }), events(from + 5, score('relevance', '4.5'))),
    ...[from - 1, from].map((at) =>
      span(from - 120_000, chat({ 'app.feature': 'scored on the bound' }), events(at, score('bound', '4')))
    ),
    span(t0 - 60_000, chat({ 'app.feature': 'scored too late' }), events(t0, score('relevance', '1'))),
    span(from - 3_700_000, chat({ 'app.feature': 'beyond the lag' }), events(from + 5, score('relevance', '1'))),
  ];
  const logs = [
    log(middle, early, score('faithfulness', '1.5')),
    log(middle, tooEarly, score('faithfulness', '2.5')),
    log(middle, byResource, score('relevance', '3.25'), {
      ResourceAttributes: { 'service.namespace': 'judges', 'deployment.environment.name': 'tests' },
    }),
    log(
      middle,
      undefined,
      { ...score('tone', '4'), 'app.feature': 'from the record' },
      { ResourceAttributes: { 'service.namespace': 'judges' } }
    ),
    log(middle, undefined, { ...score('tone', '5'), 'event.name': 'gen_ai.evaluation.result' }, { EventName: '' }),
    log(middle, undefined, { ...score('tone', '1') }, { EventName: 'something.else' }),
    log(middle, undefined, score('tone', 'NaN')),
    log(from, early, score('bound', '1')),
    log(t0, early, score('bound', '1')),
    log(from - 1, early, score('bound', '1')),
  ];
  return { spans, logs };
}

export function demoRows(): Rows {
  const chunks = [...generate({ t0, from, to: t0 })];
  return { spans: chunks.flatMap(({ spans }) => spans), logs: chunks.flatMap(({ logs }) => logs) };
}

/** Creates the collector's tables in a database and fills them. */
export async function load(url: string, database: string, { spans, logs }: Rows): Promise<void> {
  const client = createClient({ url });
  for (const query of schema(database)) {
    await client.command({ query });
  }
  for (const [table, values] of Object.entries({ otel_traces: spans, otel_logs: logs })) {
    if (values.length > 0) {
      await client.insert<SpanRow | LogRow>({ table: `\`${database}\`.${table}`, values, format: 'JSONEachRow' });
    }
  }
  await client.close();
}
