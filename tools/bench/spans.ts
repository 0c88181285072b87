/** Spans of the semantic conventions, made by the server itself, and the query that somebody would write for just them. */
const spans = 1_000_000;
const features = ['search', 'assistant', 'summaries', 'triage', 'translation'];
const prices = { 'gpt-4o': [2.5, 10], 'gpt-4o-mini': [0.15, 0.6], 'o3-mini': [1.1, 4.4] } as const;

const list = (values: readonly (string | number)[]) =>
  `[${values.map((value) => (typeof value === 'number' ? value : `'${value}'`)).join(', ')}]`;
const pick = (values: readonly string[], by: string) => `${list(values)}[1 + ${by} % ${values.length}]`;
const models = Object.keys(prices);

/** Statements that fill the table with a day of spans that ends at `to`; the share is a percentage. */
export const fill = (database: string, share: number, to: number): string[] => filled(database, share, to, 1, features);

/** The same rows over so many days, all of them calls of ten features. */
export const fillDays = (database: string, days: number, to: number): string[] =>
  filled(database, 100, to, days, [...features, ...features.map((name) => `${name}-beta`)]);

function filled(database: string, share: number, to: number, days: number, named: readonly string[]): string[] {
  const genAi = `number % 100 < ${share}`;
  const failed = 'cityHash64(number) % 40 = 0';
  const call = `map(
    'gen_ai.operation.name', 'chat', 'gen_ai.provider.name', 'openai',
    'gen_ai.request.model', ${pick(models, 'intDiv(number, 100)')}, 'gen_ai.response.model', ${pick(models, 'intDiv(number, 100)')},
    'gen_ai.response.id', concat('chatcmpl-', hex(cityHash64(number))), 'gen_ai.response.finish_reasons', '["stop"]',
    'gen_ai.usage.input_tokens', toString(200 + cityHash64(number, 1) % 4000), 'gen_ai.usage.output_tokens', toString(20 + cityHash64(number, 2) % 800),
    'gen_ai.request.temperature', '0.2', 'gen_ai.conversation.id', hex(cityHash64(intDiv(number, 500))),
    'app.feature', ${pick(named, 'cityHash64(number, 3)')}, 'app.user_tier', ${pick(['free', 'pro'], 'cityHash64(number, 4)')},
    'server.address', 'api.openai.com', 'error.type', if(${failed}, 'rate_limit_exceeded', ''))`;
  const other = `map(
    'http.request.method', 'GET', 'http.route', ${pick(['/api/items', '/api/users', '/api/orders'], 'cityHash64(number, 5)')},
    'http.response.status_code', '200', 'url.scheme', 'https', 'server.address', 'shop.internal', 'user_agent.original', 'Mozilla/5.0')`;
  return [
    `INSERT INTO ${database}.otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName, ResourceAttributes, ScopeName, SpanAttributes, Duration, StatusCode)
SELECT
  fromUnixTimestamp64Milli(toInt64(${to} - 1 - number * ${(days * 86_400_000) / spans})),
  concat(hex(cityHash64(number, 6)), hex(cityHash64(number, 7))), hex(cityHash64(number, 8)), hex(cityHash64(number, 9)),
  if(${genAi}, concat('chat ', ${pick(models, 'intDiv(number, 100)')}), 'GET'), 'Client',
  if(${genAi}, ${pick(['ask', 'write'], 'number')}, ${pick(['shop', 'cart', 'web', 'mail'], 'number')}),
  map('deployment.environment.name', 'production', 'service.version', '1.4.2'),
  if(${genAi}, 'opentelemetry.instrumentation.openai_v2', 'http'),
  if(${genAi}, ${call}, ${other}),
  1000000 * (200 + cityHash64(number, 10) % 9000), if(${genAi} AND ${failed}, 'Error', 'Unset')
FROM numbers(${spans})`,
    `OPTIMIZE TABLE ${database}.otel_traces FINAL`,
  ];
}

export function byHand(database: string, from: number, to: number): string {
  const model = "SpanAttributes['gen_ai.response.model']";
  const tokens = (kind: string) => `toFloat64OrNull(SpanAttributes['gen_ai.usage.${kind}_tokens'])`;
  const price = (index: 0 | 1) =>
    `transform(${model}, ${list(models)}, ${list(Object.values(prices).map((one) => one[index]))}, 0)`;
  return `SELECT
  SpanAttributes['app.feature'] AS feature,
  toFloat64(count()) AS requests,
  toFloat64(countIf(StatusCode = 'Error')) AS errors,
  sum(${tokens('input')}) AS input_tokens,
  sum((${tokens('input')} * ${price(0)} + ${tokens('output')} * ${price(1)}) / 1e6) AS cost,
  quantileExactInclusive(0.95)(Duration / 1e9) AS latency_p95
FROM ${database}.otel_traces
WHERE Timestamp >= fromUnixTimestamp64Milli(${from}) AND Timestamp < fromUnixTimestamp64Milli(${to})
  AND mapContains(SpanAttributes, 'gen_ai.operation.name')
  AND SpanAttributes['gen_ai.operation.name'] IN ('chat', 'embeddings', 'text_completion', 'generate_content')
GROUP BY feature
ORDER BY requests DESC`;
}
