import type { SpanFactId } from './facts.ts';
import type { SpanRowFieldId } from './rowfields.ts';

/**
 * A column that a list of spans can show besides dimensions. `field` is the row field that it is read from; a score has
 * none, because it comes from another row. `unit` is Grafana's. `facts` are those whose rows have it.
 */
interface SpanColumn {
  title: string;
  unit: string;
  kind: 'number' | 'flag' | 'text';
  field: SpanRowFieldId | null;
  facts: readonly SpanFactId[];
}

const any: readonly SpanFactId[] = ['requests', 'tools', 'agents', 'guardrails', 'spans'];

const numberOf = <Field extends SpanRowFieldId>(title: string, unit: string, field: Field, facts = ofCalls) => ({
  ...{ title, unit, field, facts },
  kind: 'number' as const,
});
const flagOf = <Field extends SpanRowFieldId>(title: string, field: Field, facts = ofCalls) => ({
  ...{ title, field, facts },
  ...{ kind: 'flag' as const, unit: 'bool' },
});
const ofCalls: readonly SpanFactId[] = ['requests'];

export const spanColumns = {
  duration: numberOf('Duration', 's', 'seconds', any),
  time_to_first_token: numberOf('Time to first token', 's', 'timeToFirstToken'),
  input_tokens: numberOf('Input tokens', 'short', 'inputTokens'),
  output_tokens: numberOf('Output tokens', 'short', 'outputTokens'),
  cache_read_tokens: numberOf('Cache read tokens', 'short', 'cacheReadTokens'),
  reasoning_tokens: numberOf('Reasoning tokens', 'short', 'reasoningTokens'),
  cost: numberOf('Cost', 'currencyUSD', 'cost'),
  context_used: numberOf('Context used', 'percentunit', 'contextUsed'),
  failed: flagOf('Failed', 'failed', any),
  cache_write_tokens: numberOf('Cache write tokens', 'short', 'cacheWriteTokens'),
  total_tokens: numberOf('Tokens', 'short', 'totalTokens'),
  tokens_per_second: numberOf('Tokens per second', 'short', 'tokensPerSecond'),
  truncated: flagOf('Cut off', 'truncated'),
  score: { title: 'Score', unit: 'none', kind: 'number', field: null, facts: ofCalls },
  error: { title: 'Error', unit: 'string', kind: 'text', field: 'error', facts: any },
} as const satisfies Record<string, SpanColumn>;

export type SpanColumnId = keyof typeof spanColumns;

const ids = Object.keys(spanColumns) as [SpanColumnId, ...SpanColumnId[]];

export const spanColumnIds = ids;

/** Columns that a list can be ordered by. */
export const orderedColumnIds = ids.filter((id) => spanColumns[id].kind !== 'text') as [
  SpanColumnId,
  ...SpanColumnId[],
];

/** Columns that a condition can compare with a number. */
export const numberColumnIds = ids.filter((id) => spanColumns[id].kind === 'number') as [
  SpanColumnId,
  ...SpanColumnId[],
];

export const spanColumn = (id: SpanColumnId): SpanColumn => spanColumns[id];
