import type { Span } from '../traffic.ts';
import { clickHouseTime, resourceOf, said, type Writer } from '../writer.ts';

const types = { chat: 'GENERATION', embeddings: 'EMBEDDING', execute_tool: 'TOOL', invoke_agent: 'AGENT' };

/** Writes usage details, whose entries never overlap, whatever the provider's own count includes. */
const usage = (span: Span) =>
  said({
    input:
      span.inputTokens === null ? null : span.inputTokens - (span.cacheReadTokens ?? 0) - (span.cacheWriteTokens ?? 0),
    input_cached_tokens: span.cacheReadTokens,
    input_cache_creation: span.cacheWriteTokens,
    output: span.outputTokens === null ? null : span.outputTokens - (span.reasoningTokens ?? 0),
    output_reasoning_tokens: span.reasoningTokens,
  });

/** Writes metadata, where data from OpenTelemetry keeps what has no column of its own. */
const metadata = (span: Span) => ({
  ...said({ 'app.feature': span.feature, 'app.team': span.team, 'app.user_tier': span.tier }),
  ...said({ 'app.variant': span.variant, finish_reason: span.finishReason }),
  attributes: JSON.stringify(said({ 'gen_ai.provider.name': span.provider, 'error.type': span.errorType })),
  resourceAttributes: JSON.stringify(resourceOf(span)),
});

const observation = (span: Span) => ({
  id: span.spanId,
  trace_id: span.traceId,
  project_id: 'p',
  environment: span.environment,
  type: types[span.operation],
  parent_observation_id: span.parentId === '' ? null : span.parentId,
  start_time: clickHouseTime(span.at),
  end_time: clickHouseTime(span.at + span.milliseconds),
  name: names(span),
  metadata: metadata(span),
  level: span.errorType === '' ? 'DEFAULT' : 'ERROR',
  status_message: span.errorMessage === '' ? null : span.errorMessage,
  provided_model_name: span.model === '' ? null : span.model,
  usage_details: usage(span),
  total_cost: span.cost,
  completion_start_time:
    span.firstTokenMilliseconds === null ? null : clickHouseTime(span.at + span.firstTokenMilliseconds),
  prompt_name: span.promptName === '' ? null : span.promptName,
  prompt_version: span.promptVersion === '' ? null : Number(span.promptVersion),
  event_ts: clickHouseTime(span.at + 10),
  is_deleted: 0,
});

const names = (span: Span) =>
  span.operation === 'invoke_agent' ? span.agentName : span.operation === 'execute_tool' ? span.toolName : 'generation';

const trace = (root: Span) => ({
  id: root.traceId,
  timestamp: clickHouseTime(root.at),
  name: 'answer a question',
  user_id: root.user,
  session_id: root.conversation,
  project_id: 'p',
  environment: root.environment,
  // A tag and a metadata entry are two ways to write the same.
  tags: [`app.feature:${root.feature}`, 'beta'],
  metadata: { 'app.team': root.team, 'app.user_tier': root.tier },
  event_ts: clickHouseTime(root.at + 10),
  is_deleted: 0,
});

const score = (span: Span, one: Span['scores'][number], index: number) => ({
  id: `${span.spanId}-${index}`,
  timestamp: clickHouseTime(one.at),
  project_id: 'p',
  environment: span.environment,
  trace_id: span.traceId,
  observation_id: span.spanId,
  name: one.name,
  value: one.value ?? 0,
  source: one.evaluator,
  data_type: one.value === null ? 'CATEGORICAL' : 'NUMERIC',
  string_value: one.label === '' ? null : one.label,
  event_ts: clickHouseTime(one.at),
  is_deleted: 0,
});

/** Adds the versions that a table contains until its parts are merged: a replaced one, and a deleted one. */
function versions<Row extends { event_ts: string; id: string }>(rows: Row[], older: (row: Row) => Row): Row[] {
  return rows.flatMap((row, index) => [
    ...(index % 5 === 0 ? [{ ...older(row), event_ts: '2026-03-01 00:00:00.000' }] : []),
    row,
    ...(index % 9 === 0
      ? [
          { ...row, id: `${row.id}-gone` },
          { ...row, id: `${row.id}-gone`, event_ts: '2026-03-20 00:00:00.000', is_deleted: 1 },
        ]
      : []),
  ]);
}

const versioned = 'event_ts DateTime64(3), is_deleted UInt8';
const replacing = 'ENGINE = ReplacingMergeTree(event_ts, is_deleted)';
const texts = 'Map(LowCardinality(String), String)';

export const langfuse: Writer = {
  id: 'langfuse',
  ddl: [
    `CREATE TABLE traces (id String, timestamp DateTime64(3), name String, user_id Nullable(String), metadata ${texts},
      release Nullable(String), version Nullable(String), project_id String, environment LowCardinality(String),
      tags Array(String), session_id Nullable(String), ${versioned})
      ${replacing} PARTITION BY toYYYYMM(timestamp) ORDER BY (project_id, toDate(timestamp), id)`,
    `CREATE TABLE observations (id String, trace_id String, project_id String, environment LowCardinality(String),
      type LowCardinality(String), parent_observation_id Nullable(String), start_time DateTime64(3),
      end_time Nullable(DateTime64(3)), name String, metadata ${texts}, level LowCardinality(String),
      status_message Nullable(String), input Nullable(String), output Nullable(String),
      provided_model_name Nullable(String), usage_details Map(LowCardinality(String), UInt64),
      cost_details Map(LowCardinality(String), Decimal64(12)), total_cost Nullable(Decimal64(12)),
      completion_start_time Nullable(DateTime64(3)), prompt_name Nullable(String), prompt_version Nullable(UInt16),
      ${versioned})
      ${replacing} PARTITION BY toYYYYMM(start_time) ORDER BY (project_id, type, toDate(start_time), id)`,
    `CREATE TABLE scores (id String, timestamp DateTime64(3), project_id String, environment LowCardinality(String),
      trace_id Nullable(String), observation_id Nullable(String), name String, value Float64, source String,
      data_type String, string_value Nullable(String), ${versioned})
      ${replacing} PARTITION BY toYYYYMM(timestamp) ORDER BY (project_id, toDate(timestamp), name, id)`,
  ],
  rows: (spans) => ({
    observations: versions(spans.map(observation), (row) => ({
      ...row,
      usage_details: { input: 1 },
      level: 'DEFAULT',
    })),
    traces: versions(spans.filter(({ operation }) => operation === 'invoke_agent').map(trace), (row) => ({
      ...row,
      user_id: 'nobody',
    })),
    scores: versions(
      spans.flatMap((span) => span.scores.map((one, index) => score(span, one, index))),
      (row) => ({ ...row, value: 99 })
    ),
  }),
  settings: { layout: 'langfuse' },
  detected: 'langfuse',
  absent: {},
};
