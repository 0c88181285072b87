import type { MeasureRef, Query } from '../../../src/engine/query/model.ts';
import { models } from './traffic.ts';

/**
 * The same questions as one would write them by hand, for plain semantic conventions in the Collector's Map columns: no other
 * dialect, no call that several spans describe, no inherited tag.
 */
export interface Span {
  from: number;
  to: number;
}

const prices = [
  [2.5, 10],
  [0.15, 0.6],
  [1.1, 4.4],
  [2, 8],
  [3, 15],
  [1, 5],
] as const;

const list = (values: readonly (string | number)[]) =>
  `[${values.map((value) => (typeof value === 'number' ? value : `'${value}'`)).join(', ')}]`;
const key = (name: string) => `SpanAttributes['${name}']`;
const numeric = (name: string) => `toFloat64OrNull(${key(name)})`;
const model = key('gen_ai.response.model');
const [input, output, cached] = ['input', 'output', 'cache_read.input'].map((kind) =>
  numeric(`gen_ai.usage.${kind}_tokens`)
) as [string, string, string];
const price = (index: 0 | 1) => `transform(${model}, ${list(models)}, ${list(prices.map((one) => one[index]))}, 0)`;
const cost = `sum((${input} * ${price(0)} + ${output} * ${price(1)}) / 1e6)`;
const conversation = key('gen_ai.conversation.id');
const seconds = 'Duration / 1e9';
const first = numeric('gen_ai.response.time_to_first_chunk');
const perToken = `(${seconds} - ${first}) / nullIf(${output} - 1, 0)`;
const isError = `StatusCode = 'Error'`;
const ofClass = (type: string) => `countIf(${key('error.type')} = '${type}')`;
const quantile = (of: string) => (level: number) => `quantileExactInclusive(${level})(${of})`;
const latency = quantile(seconds);
const violates = `${key('gen_ai.guardrail.result.value')} = 'deny'`;

type Text = string | ((measure: MeasureRef) => string);
const bounded =
  (of: string): Text =>
  ({ bound }) =>
    `avg(${of} > ${bound})`;

const measures: Record<string, Text> = {
  requests: 'count()',
  errors: `countIf(${isError})`,
  error_rate: `avg(${isError})`,
  rate_limit_errors: ofClass('rate_limit_exceeded'),
  rate_limit_rate: `${ofClass('rate_limit_exceeded')} / count()`,
  context_overflow_errors: ofClass('context_length_exceeded'),
  timeout_errors: ofClass('timeout'),
  server_errors: ofClass('500'),
  auth_errors: ofClass('401'),
  content_filter_errors: ofClass('content_filter'),
  other_errors: ofClass('_OTHER'),
  input_tokens: `sum(${input})`,
  output_tokens: `sum(${output})`,
  cost,
  cost_per_request: `${cost} / count()`,
  cost_per_conversation: `${cost} / uniqExact(${conversation})`,
  cost_per_1k_tokens: `1000 * ${cost} / sum(${input} + ${output})`,
  wasted_cost: `sumIf((${input} * ${price(0)} + ${output} * ${price(1)}) / 1e6, ${isError})`,
  conversations: `uniqExact(${conversation})`,
  turns_per_conversation: `count() / uniqExact(${conversation})`,
  users: `uniqExact(${key('user.id')})`,
  total_tokens: `sum(${input} + ${output})`,
  tokens_per_request: `avg(${input} + ${output})`,
  cache_read_tokens: `sum(${cached})`,
  cache_savings: `sum(${cached} * ${price(0)} / 2) / 1e6`,
  reasoning_tokens: `sum(${numeric('gen_ai.usage.reasoning.output_tokens')})`,
  truncations: `countIf(${key('gen_ai.response.finish_reasons')} = '["length"]')`,
  prompt_coverage: `avg(${key('gen_ai.prompt.name')} != '')`,
  spans: 'count()',
  unpriced_requests: `countIf(NOT has(${list(models)}, ${model}))`,
  cache_hit_rate: `sum(${cached}) / sum(${input})`,
  latency_p50: latency(0.5),
  latency_p95: latency(0.95),
  latency_p99: latency(0.99),
  ttft_p50: quantile(first)(0.5),
  ttft_p95: quantile(first)(0.95),
  tpot_p95: quantile(perToken)(0.95),
  tokens_per_second: `sum(${output}) / sum(${seconds})`,
  slow_requests: bounded(seconds),
  slow_first_tokens: bounded(first),
  streamed_requests: `countIf(${key('gen_ai.request.stream')} = 'true')`,
  context_used_p95: quantile(
    `(${input} + ${output}) / transform(${model}, ${list(models)}, [128000, 128000, 200000, 1000000, 200000, 200000], NULL)`
  )(0.95),
  token_coverage: `avg(${input} IS NOT NULL AND ${output} IS NOT NULL)`,
  feature_coverage: `avg(${key('app.feature')} != '')`,
  tool_calls: 'count()',
  tool_failures: `countIf(${isError})`,
  tool_failure_rate: `avg(${isError})`,
  tool_latency_p95: latency(0.95),
  agent_runs: 'count()',
  agent_failures: `countIf(${isError})`,
  agent_latency_p95: latency(0.95),
  guardrail_checks: 'count()',
  guardrail_violations: `countIf(${violates})`,
  guardrail_violation_rate: `avg(${violates})`,
  evaluation_count: 'countIf(score IS NOT NULL)',
  score_count: 'count(score)',
  score_mean: 'avg(score)',
  score_p10: quantile('score')(0.1),
  score_low_share: bounded('score'),
  pass_rate: 'avg(score >= 0.5)',
  evaluation_coverage: 'count(score) / count()',
};

const dimensions: Record<string, string> = {
  feature: key('app.feature'),
  team: key('app.team'),
  user_tier: key('app.user_tier'),
  model,
  provider: key('gen_ai.provider.name'),
  prompt: key('gen_ai.prompt.name'),
  prompt_version: key('gen_ai.prompt.version'),
  tool: key('gen_ai.tool.name'),
  service: 'ServiceName',
  environment: "ResourceAttributes['deployment.environment.name']",
  evaluation: 'evaluation',
  error_class: key('error.type'),
  finish_reason: key('gen_ai.response.finish_reasons'),
};

/** What a measure counts, by the beginning of its name: calls unless it is named here. */
const operations: Record<string, readonly string[]> = {
  tool: ['execute_tool'],
  agent: ['invoke_agent'],
  guardrail: ['apply_guardrail'],
};
const calls = ['chat', 'embeddings', 'text_completion', 'generate_content'];

const between = (column: string, spans: readonly Span[]) =>
  spans
    .map(
      ({ from, to }) =>
        `(${column} >= fromUnixTimestamp64Milli(${from}) AND ${column} < fromUnixTimestamp64Milli(${to}))`
    )
    .join(' OR ');

/** Returns null for what one would not write by hand, or not in one statement. */
export function byHand(database: string, query: Query, { from, to }: Span, step: number): string | null {
  if (query.kind === 'spans' && query.groupBy.every((id) => id in dimensions)) {
    return `SELECT Timestamp, TraceId, SpanId, ${seconds} AS duration, ${first}, ${input}, ${output}, ${query.groupBy.map((id) => dimensions[id]).join(', ')}
FROM ${database}.otel_traces
WHERE ${genAi([{ from, to }], calls)}
ORDER BY duration DESC LIMIT ${query.limit ?? 25}`;
  }
  if (query.kind === 'prompt_versions') {
    return `SELECT ${dimensions['prompt']} AS prompt, ${dimensions['prompt_version']} AS version, min(Timestamp), max(Timestamp), count()
FROM ${database}.otel_traces
WHERE ${genAi([{ from, to }], calls)}
GROUP BY prompt, version`;
  }
  if (query.kind === 'values' && query.dimension !== undefined && query.dimension in dimensions) {
    return `SELECT DISTINCT ${dimensions[query.dimension]} FROM ${database}.otel_traces WHERE ${genAi([{ from, to }], calls)} LIMIT ${query.limit ?? 1000}`;
  }
  if (query.kind !== 'measure' || query.measures.some(({ id }) => !(id in measures))) {
    return null;
  }
  const { baseline } = query;
  const length = baseline ? baseline.offset * 1000 : 0;
  const before = Array.from({ length: baseline?.periods ?? 0 }, (_, index) => (index + 1) * length);
  const windows = [{ from, to }, ...before.map((back) => ({ from: from - back, to: to - back }))];
  const groups = query.groupBy.filter((id) => id in dimensions).map((id) => `${dimensions[id]} AS ${id}`);
  const time =
    query.format === 'table'
      ? []
      : [`toStartOfInterval(Timestamp, toIntervalSecond(${Math.ceil(step / 1000)})) AS time`];
  const heat = query.format === 'heatmap' ? ['floor(log2(Duration) * 4) AS bucket'] : [];
  const compared = baseline ? [`Timestamp >= fromUnixTimestamp64Milli(${from}) AS isNow`] : [];
  const values = [...new Set(query.measures.map(textOf))];
  const rows = rowsOf(database, query.measures, windows);
  const keys = [...time, ...heat, ...compared, ...groups].map((text) => text.split(' AS ')[1]);
  return `SELECT ${[...time, ...heat, ...compared, ...groups, ...values].join(',\n  ')}
FROM ${rows}
${keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}`}`;
}

function textOf(measure: MeasureRef): string {
  const text = measures[measure.id] ?? '';
  return typeof text === 'string' ? text : text(measure);
}

const isOfScores = ({ id }: MeasureRef) => /^(score|pass|evaluation)_/.test(id);

/** The rows that measures need: spans of one kind, scores with the spans of their calls, or calls with their scores. */
function rowsOf(database: string, refs: readonly MeasureRef[], windows: readonly Span[]): string {
  const kind = Object.keys(operations).find((name) => refs.some(({ id }) => id.startsWith(`${name}_`))) ?? '';
  const spans = `${database}.otel_traces\nWHERE ${genAi(windows, operations[kind] ?? calls)}`;
  if (!refs.some(isOfScores)) {
    return spans;
  }
  const name = refs.find(({ evaluation }) => evaluation !== undefined)?.evaluation;
  const isCoverage = refs.some((ref) => !isOfScores(ref) || ref.id === 'evaluation_coverage');
  // A call may have begun half an hour before its score.
  const around = windows.map(({ from, to }) => ({ from: from - 1_800_000, to }));
  return `(SELECT * FROM ${database}.otel_traces WHERE ${genAi(isCoverage ? windows : around, calls)}) AS c
${isCoverage ? 'LEFT' : 'INNER'} JOIN (
  SELECT TraceId, SpanId, LogAttributes['gen_ai.evaluation.name'] AS evaluation, toFloat64OrNull(LogAttributes['gen_ai.evaluation.score.value']) AS score
  FROM ${database}.otel_logs
  WHERE (${between('Timestamp', windows)}) AND EventName = 'gen_ai.evaluation.result'${name === undefined ? '' : ` AND LogAttributes['gen_ai.evaluation.name'] = '${name}'`}
) AS s USING (TraceId, SpanId)`;
}

const genAi = (windows: readonly Span[], names: readonly string[]) =>
  `(${between('Timestamp', windows)}) AND mapContains(SpanAttributes, 'gen_ai.operation.name')
  AND ${key('gen_ai.operation.name')} IN (${names.map((name) => `'${name}'`).join(', ')})`;

/** What a budget of the calendar month would be compared with. */
export const spentByHand = (database: string, span: Span): string =>
  `SELECT ${cost}, count() FROM ${database}.otel_traces WHERE ${genAi([span], calls)}`;
