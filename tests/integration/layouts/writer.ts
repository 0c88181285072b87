import type { Span } from './traffic.ts';

/** How a layout's tables are made and filled with the traffic. */
export interface Writer {
  id: string;
  /** Statements that make the tables, in the database of the writer's own. */
  ddl: readonly string[];
  /** Rows by table, as JSONEachRow takes them. */
  rows: (spans: readonly Span[]) => Record<string, object[]>;
  /** The data source's settings. */
  settings: Record<string, unknown>;
  /** The layout that has to be found by the columns; none where only the settings can tell. */
  detected?: string;
  /** Questions that need what the layout has no place for, and a part of the error that names the capability. */
  absent: Readonly<Record<string, string>>;
}

/** `2026-03-10 10:00:00.123`, UTC. */
export const clickHouseTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '');

/** Entries that say something. */
export function said(entries: Record<string, string | number | boolean | string[] | null>) {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null && value !== '')) as Record<
    string,
    string | number | boolean | string[]
  >;
}

/** A span's attributes in the semantic conventions' words, typed. */
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

/** A score's attributes in the semantic conventions' words, typed. */
export const scoreAttributes = ({ name, value, label, evaluator }: Span['scores'][number]) =>
  said({
    'gen_ai.evaluation.name': name,
    'gen_ai.evaluation.score.value': value,
    'gen_ai.evaluation.score.label': label,
    'gen_ai.evaluation.evaluator.id': evaluator,
  });

/** As the exporter's Map columns hold them: lists are JSON. */
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
