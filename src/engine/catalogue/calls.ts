import type { SpanRowFieldId } from './rowfields.ts';

/** The columns that a list of calls can show besides dimensions: `field` is a row field, `unit` is Grafana's. */
export const callColumns = {
  duration: { title: 'Duration', unit: 's', field: 'seconds' },
  time_to_first_token: { title: 'Time to first token', unit: 's', field: 'timeToFirstToken' },
  input_tokens: { title: 'Input tokens', unit: 'short', field: 'inputTokens' },
  output_tokens: { title: 'Output tokens', unit: 'short', field: 'outputTokens' },
  cache_read_tokens: { title: 'Cache read tokens', unit: 'short', field: 'cacheReadTokens' },
  reasoning_tokens: { title: 'Reasoning tokens', unit: 'short', field: 'reasoningTokens' },
  cost: { title: 'Cost', unit: 'currencyUSD', field: 'cost' },
  context_used: { title: 'Context used', unit: 'percentunit', field: 'contextUsed' },
  failed: { title: 'Failed', unit: 'bool', field: 'failed' },
} as const satisfies Record<string, { title: string; unit: string; field: SpanRowFieldId }>;

export type CallColumnId = keyof typeof callColumns;

export const callColumnIds = Object.keys(callColumns) as [CallColumnId, ...CallColumnId[]];
