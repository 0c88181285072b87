import type { Span } from '../traffic.ts';
import { clickHouseTime, type Writer } from '../writer.ts';

const orNull = (value: string) => (value === '' ? null : value);

const request = (span: Span) => ({
  ts: clickHouseTime(span.at),
  trace: span.traceId,
  id: span.spanId,
  parent: span.parentId,
  svc: span.service,
  env: span.environment,
  kind: span.operation,
  vendor: orNull(span.provider),
  llm: orNull(span.model),
  ms: span.milliseconds,
  in_tok: span.inputTokens,
  in_tok_cached: span.cacheReadTokens,
  in_tok_written: span.cacheWriteTokens,
  out_tok: span.outputTokens,
  out_tok_thinking: span.reasoningTokens,
  usd: span.cost,
  first_ms: span.firstTokenMilliseconds,
  ended: orNull(span.finishReason),
  is_error: span.errorType === '' ? 0 : 1,
  error: orNull([span.errorType, span.errorMessage].filter((part) => part !== '').join(': ')),
  tool: span.toolName,
  agent: span.agentName,
  prompt: span.promptName,
  prompt_v: span.promptVersion === '' ? null : Number(span.promptVersion),
  feature: span.feature,
  squad: span.team,
  plan: span.tier,
  who: span.user,
  talk: span.conversation,
  'app.variant': span.variant,
});

export const flat: Writer = {
  id: 'flat',
  ddl: [
    `CREATE TABLE llm_log (ts DateTime64(3, 'Europe/Berlin'), trace String, id String, parent String,
      svc LowCardinality(String), env LowCardinality(String), kind Enum8('chat' = 1, 'embeddings' = 2, 'execute_tool' = 3,
      'invoke_agent' = 4), vendor LowCardinality(Nullable(String)), llm Nullable(String), ms UInt32,
      in_tok Nullable(UInt32), in_tok_cached Nullable(UInt32), in_tok_written Nullable(UInt32),
      out_tok Nullable(UInt32), out_tok_thinking Nullable(UInt32), usd Nullable(Decimal64(10)), first_ms Nullable(UInt32),
      ended Nullable(String), is_error UInt8, error Nullable(String), tool String, agent String, prompt String,
      prompt_v Nullable(UInt16), feature String, squad String, plan String, who String, talk String,
      \`app.variant\` String) ENGINE = MergeTree ORDER BY (svc, ts)`,
    `CREATE TABLE llm_scores (at_ms Int64, trace String, id String, metric String, points Nullable(Float64), verdict String,
      by_whom String) ENGINE = MergeTree ORDER BY at_ms`,
  ],
  rows: (spans) => ({
    llm_log: spans.map((span) => ({
      ...request(span),
      ts: `${Math.floor(span.at / 1000)}.${String(span.at % 1000).padStart(3, '0')}`,
    })),
    llm_scores: spans.flatMap((span) =>
      span.scores.map((one) => ({
        at_ms: one.at,
        trace: span.traceId,
        id: span.spanId,
        metric: one.name,
        points: one.value,
        verdict: one.label,
        by_whom: one.evaluator,
      }))
    ),
  }),
  settings: {
    layout: 'flat',
    tracesTable: 'llm_log',
    columns: {
      ...{ time: 'ts', traceId: 'trace', spanId: 'id', parentId: 'parent', service: 'svc', environment: 'env' },
      ...{ operation: 'kind', provider: 'vendor', requestModel: 'llm', durationMs: 'ms', failed: 'is_error' },
      ...{ inputTokens: 'in_tok', cacheReadTokens: 'in_tok_cached', cacheWriteTokens: 'in_tok_written' },
      ...{ outputTokens: 'out_tok', reasoningTokens: 'out_tok_thinking', reportedCost: 'usd' },
      ...{ timeToFirstTokenMs: 'first_ms', finishReason: 'ended', errorMessage: 'error', toolName: 'tool' },
      ...{ agentName: 'agent', promptName: 'prompt', promptVersion: 'prompt_v', team: 'squad', userTier: 'plan' },
      ...{ user: 'who', conversation: 'talk' },
    },
    evaluationsTable: 'llm_scores',
    evaluationColumns: {
      ...{ timeMs: 'at_ms', traceId: 'trace', spanId: 'id', name: 'metric', score: 'points', label: 'verdict' },
      ...{ evaluator: 'by_whom' },
    },
  },
  absent: { 'a resource attribute': '"resource:k8s.namespace.name"' },
};

/** Writes the minimum: time, model and tokens of model calls only. */
export const flatLeast: Writer = {
  id: 'flat-least',
  ddl: [
    `CREATE TABLE usage (ms Int64, model LowCardinality(String), tokens_in Nullable(UInt64), tokens_out Nullable(UInt64))
      ENGINE = MergeTree ORDER BY ms`,
  ],
  rows: (spans) => ({
    usage: spans
      .filter(({ model }) => model !== '')
      .map((span) => ({ ms: span.at, model: span.model, tokens_in: span.inputTokens, tokens_out: span.outputTokens })),
  }),
  settings: {
    layout: 'flat',
    tracesTable: 'usage',
    columns: { timeMs: 'ms', requestModel: 'model', inputTokens: 'tokens_in', outputTokens: 'tokens_out' },
  },
  absent: {
    requests: '"failed"',
    tokens: '"cacheReadTokens"',
    'cache hit rate': '"cacheReadTokens"',
    'reported cost': '"reportedCost"',
    latency: '"seconds"',
    'first tokens': '"timeToFirstToken"',
    'by provider': '"provider"',
    'by operation': '"operation"',
    'by feature, some on the root': '"feature"',
    'by team and tier': '"team"',
    'by service and environment': '"service"',
    'by prompt version': '"prompt"',
    'by error class': '"error_class"',
    'by finish reason': '"finish_reason"',
    'users and conversations': '"feature"',
    tools: '"operation"',
    agents: '"operation"',
    'filtered by feature': '"feature"',
    'filtered by model': '"team"',
    'largest groups': '"user"',
    'a custom attribute': '"attr:app.variant"',
    'a resource attribute': '"resource:k8s.namespace.name"',
    scores: 'No scores can be read',
    'scores by tags': 'No scores can be read',
    'labels of scores': 'No scores can be read',
    'evaluators over time': 'No scores can be read',
    'calls and scores by model': 'No scores can be read',
    'calls and scores together': '"feature"',
  },
};
