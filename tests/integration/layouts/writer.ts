import type { Span } from './traffic.ts';

/** Creates a layout's tables and fills them with the traffic. */
export interface Writer {
  id: string;
  /** Statements that create the tables, in the writer's own database. */
  ddl: readonly string[];
  /** Rows by table, in JSONEachRow format. */
  rows: (spans: readonly Span[]) => Record<string, object[]>;
  /** The data source's settings. */
  settings: Record<string, unknown>;
  /** The layout that must be detected from the columns; left out if only the settings can say. */
  detected?: string;
  /** Queries that need what the layout does not store, with a part of the error that names the capability. */
  absent: Readonly<Record<string, string>>;
}

/** Formats a time as `2026-03-10 10:00:00.123`, in UTC. */
export const clickHouseTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '');

/** Keeps the entries that have a value. */
export function said(entries: Record<string, string | number | boolean | string[] | null>) {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null && value !== '')) as Record<
    string,
    string | number | boolean | string[]
  >;
}

/** Returns a span's typed attributes, by the semantic conventions. */
export function attributesOf(span: Span) {
  const inference = span.operation === 'chat' || span.operation === 'embeddings';
  return said({
    'gen_ai.operation.name': span.operation,
    'gen_ai.provider.name': span.provider,
    'gen_ai.request.model': span.model,
    'gen_ai.usage.input_tokens': span.inputTokens,
    'gen_ai.usage.cache_read.input_tokens': span.cacheReadTokens,
    'gen_ai.usage.cache_write.input_tokens': span.cacheWriteTokens,
    'gen_ai.usage.output_tokens': span.outputTokens,
    'gen_ai.usage.reasoning.output_tokens': span.reasoningTokens,
    'gen_ai.usage.cost': span.cost,
    'gen_ai.response.time_to_first_chunk':
      span.firstTokenMilliseconds === null ? null : span.firstTokenMilliseconds / 1000,
    'gen_ai.request.stream': inference ? span.firstTokenMilliseconds !== null : null,
    'gen_ai.response.finish_reasons': span.finishReason === '' ? null : [span.finishReason],
    'error.type': span.errorType,
    'gen_ai.tool.name': span.toolName,
    'gen_ai.agent.name': span.agentName,
    'gen_ai.prompt.name': span.promptName,
    'gen_ai.prompt.version': span.promptVersion,
    'app.feature': span.feature,
    'app.team': span.team,
    'app.user_tier': span.tier,
    'user.id': span.user,
    'gen_ai.conversation.id': span.conversation,
    'app.variant': span.variant,
  });
}

/** Returns a score's typed attributes, by the semantic conventions. */
export const scoreAttributes = ({ name, value, label, evaluator }: Span['scores'][number]) =>
  said({
    'gen_ai.evaluation.name': name,
    'gen_ai.evaluation.score.value': value,
    'gen_ai.evaluation.score.label': label,
    'gen_ai.evaluation.evaluator.id': evaluator,
  });

/** Converts attributes to texts as in the exporter's Map columns, with lists as JSON. */
export const asTexts = (attributes: ReturnType<typeof said>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      Array.isArray(value) ? JSON.stringify(value) : String(value),
    ])
  );

export const resourceOf = ({ service, environment, namespace }: Span) => ({
  'service.name': service,
  'k8s.namespace.name': namespace,
  'deployment.environment.name': environment,
});

export const scope = 'opentelemetry.util.genai';
