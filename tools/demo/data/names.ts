import type { Model, Usage } from './models.ts';
import type { Attributes } from './rows.ts';

/** A model call, before an instrumentation gives it attribute names. */
export interface Call {
  operation: 'chat' | 'embeddings';
  model: Model;
  /** null when the call failed. */
  usage: Usage | null;
  responseId: string;
  stream: boolean;
  /** Seconds; null unless it streamed. */
  firstChunk: number | null;
  /** US dollars; null when not reported. */
  cost: number | null;
  errorType: string | null;
  conversation: string | null;
  tags: Attributes;
}

interface Instrumentation {
  spanName(call: Call): string;
  scope(provider: string): readonly [name: string, version: string];
  attributes(call: Call): Attributes;
}

/** Writes a double as the collector does: shortest form, with a two-digit exponent below 1e-6. */
export function double(value: number): string {
  return String(value).replace(/e-(\d)$/, 'e-0$1');
}

function without(values: Record<string, string | null>): Attributes {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null));
}

const when = <T>(value: T | null, text: (value: T) => string): string | null => (value === null ? null : text(value));
const dollars = (cost: number) => double(Number(cost.toFixed(9)));

/** The semantic conventions of 2026, and those of early 2024 as the libraries of the time wrote them. */
export const INSTRUMENTATIONS: Record<'current' | 'old', Instrumentation> = {
  current: {
    spanName: (call) => `${call.operation} ${call.model.request}`,
    scope: (provider) => [`opentelemetry.instrumentation.genai.${provider.replace('_ai', '')}`, '1.3b0'],
    attributes: (call) =>
      without({
        'gen_ai.operation.name': call.operation,
        'gen_ai.provider.name': call.model.provider,
        'gen_ai.request.model': call.model.request,
        'gen_ai.request.stream': call.stream ? 'true' : null,
        'gen_ai.response.model': when(call.usage, () => call.model.response),
        'gen_ai.response.id': call.operation === 'chat' ? when(call.usage, () => call.responseId) : null,
        'gen_ai.response.finish_reasons': call.operation === 'chat' ? when(call.usage, () => '["stop"]') : null,
        'gen_ai.response.time_to_first_chunk': when(call.firstChunk, double),
        'gen_ai.usage.input_tokens': when(call.usage, (usage) => String(usage.input)),
        'gen_ai.usage.output_tokens':
          call.operation === 'chat' ? when(call.usage, (usage) => String(usage.output)) : null,
        'gen_ai.usage.cache_read.input_tokens': call.usage?.cachedInput ? String(call.usage.cachedInput) : null,
        'gen_ai.usage.cost': when(call.cost, dollars),
        'gen_ai.conversation.id': call.conversation,
        'error.type': call.errorType,
        ...call.tags,
      }),
  },
  old: {
    spanName: (call) => `${call.model.provider}.chat`,
    scope: (provider) => [`opentelemetry.instrumentation.${provider}`, '0.33.12'],
    attributes: (call) =>
      without({
        'llm.request.type': call.operation,
        'gen_ai.system': call.model.provider,
        'gen_ai.request.model': call.model.request,
        'gen_ai.response.model': when(call.usage, () => call.model.response),
        'gen_ai.response.id': when(call.usage, () => call.responseId),
        'gen_ai.response.finish_reasons': when(call.usage, () => '["stop"]'),
        'gen_ai.usage.prompt_tokens': when(call.usage, (usage) => String(usage.input)),
        'gen_ai.usage.completion_tokens': when(call.usage, (usage) => String(usage.output)),
        'llm.usage.total_tokens': when(call.usage, (usage) => String(usage.input + usage.output)),
        'gen_ai.usage.cost': when(call.cost, dollars),
        'gen_ai.conversation.id': call.conversation,
        'error.type': call.errorType,
        ...call.tags,
      }),
  },
};
