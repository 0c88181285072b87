/** Fills tables with gen_ai spans as in a company: model calls, tools of agents, guardrails, and scores. */
const day = 86_400_000;

const list = (values: readonly string[]) => `[${values.map((value) => `'${value}'`).join(', ')}]`;
const pick = (values: readonly string[], by: string) => `${list(values)}[1 + ${by} % ${values.length}]`;
/** Computes a number from the row; `salt` distinguishes columns. */
const hashed = (salt: number) => `cityHash64(number, ${salt})`;

const features = ['search', 'assistant', 'summaries', 'triage', 'translation', 'support', 'coding', 'extraction'];
const teams = ['core', 'growth', 'platform'];
const models = ['gpt-4o', 'gpt-4o-mini', 'o3-mini'];
const tools = ['sql', 'web', 'calendar', 'files'];
const services = ['shop', 'cart', 'web', 'mail', 'agents', 'batch'];

/** Out of a hundred spans, eleven are tool calls. */
const isTool = 'number % 100 >= 86 AND number % 100 < 97';
const isGuardrail = 'number % 100 >= 97';
const failed = `${hashed(1)} % 40 = 0`;
const feature = pick(features, hashed(2));
const tags = `'app.feature', ${feature}, 'app.team', ${pick(teams, hashed(2))}, 'app.user_tier', ${pick(['free', 'pro'], hashed(3))}`;
const model = pick(models, hashed(4));
const tool = pick(tools, hashed(5));

const call = `map(
    'gen_ai.operation.name', 'chat', 'gen_ai.provider.name', 'openai',
    'gen_ai.request.model', ${model}, 'gen_ai.response.model', ${model},
    'gen_ai.response.id', concat('chatcmpl-', hex(${hashed(6)})), 'gen_ai.response.finish_reasons', '["stop"]',
    'gen_ai.usage.input_tokens', toString(200 + ${hashed(7)} % 4000), 'gen_ai.usage.output_tokens', toString(20 + ${hashed(8)} % 800),
    'gen_ai.usage.cache_read.input_tokens', toString(${hashed(9)} % 200),
    'gen_ai.request.stream', 'true', 'gen_ai.response.time_to_first_chunk', toString((100 + ${hashed(10)} % 2000) / 1000),
    'gen_ai.prompt.name', ${feature}, 'gen_ai.prompt.version', '7',
    'gen_ai.conversation.id', hex(cityHash64(intDiv(number, 500))), ${tags}, 'error.type', if(${failed}, 'rate_limit_exceeded', ''))`;
const toolCall = `map('gen_ai.operation.name', 'execute_tool', 'gen_ai.tool.name', ${tool}, ${tags}, 'error.type', if(${failed}, 'timeout', ''))`;
const check = `map('gen_ai.operation.name', 'apply_guardrail', 'gen_ai.guardrail.component.name', 'policy',
    'gen_ai.guardrail.result.value', if(${hashed(11)} % 50 = 0, 'deny', 'allow'), ${tags})`;

const at = (to: number, aDay: number, later: string) =>
  `fromUnixTimestamp64Milli(toInt64(${to} - 1 - number * ${day / aDay} + ${later}))`;
const trace = `concat(hex(${hashed(12)}), hex(${hashed(13)}))`;
const span = `hex(${hashed(14)})`;

/** Returns the statements that fill the tables with days that end at `to`, with a number of spans each. */
export const fillMixed = (database: string, days: number, to: number, aDay: number): string[] => [
  ...Array.from({ length: days }, (_, back) => [
    spans(database, back, to, aDay),
    scores(database, back, to, aDay),
  ]).flat(),
  `OPTIMIZE TABLE ${database}.otel_traces FINAL`,
  `OPTIMIZE TABLE ${database}.otel_logs FINAL`,
];

const spans = (database: string, back: number, to: number, aDay: number): string =>
  `INSERT INTO ${database}.otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName, ResourceAttributes, ScopeName, SpanAttributes, Duration, StatusCode)
SELECT
  ${at(to, aDay, '0')}, ${trace}, ${span}, hex(${hashed(15)}),
  multiIf(${isTool}, concat('execute_tool ', ${tool}), ${isGuardrail}, 'apply_guardrail', concat('chat ', ${model})), 'Client',
  ${pick(services, hashed(16))},
  map('deployment.environment.name', 'production', 'service.version', '1.4.2'), 'opentelemetry.instrumentation.openai_v2',
  multiIf(${isTool}, ${toolCall}, ${isGuardrail}, ${check}, ${call}),
  1000000 * (200 + ${hashed(17)} % 9000), if(${failed}, 'Error', 'Unset')
FROM numbers(${back * aDay}, ${aDay})`;

/** Scores one call in twenty, within half an hour. */
const scores = (database: string, back: number, to: number, aDay: number): string =>
  `INSERT INTO ${database}.otel_logs (Timestamp, TraceId, SpanId, ServiceName, LogAttributes, EventName)
SELECT ${at(to, aDay, `${hashed(18)} % 1800000`)}, ${trace}, ${span}, 'judge',
  map('gen_ai.evaluation.name', ${pick(['faithfulness', 'relevance'], hashed(19))}, 'gen_ai.evaluation.score.value', toString(3 + ${hashed(20)} % 200 / 100)),
  'gen_ai.evaluation.result'
FROM numbers(${back * aDay}, ${aDay})
WHERE number % 100 < 86 AND ${hashed(21)} % 20 = 0`;
