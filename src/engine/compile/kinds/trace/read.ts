import type { DimensionId } from '../../../catalogue/dimensions/index.ts';
import type { RowField } from '../../rows/rowfields.ts';

/** What is known of a call as text, '' if nothing is: by dimensions, as measures are grouped. */
export const callTexts = [
  ...(['operation', 'provider', 'model', 'response_model', 'agent', 'tool', 'prompt', 'prompt_version'] as const),
  ...(['feature', 'team', 'user_tier', 'conversation', 'error_class', 'finish_reason', 'cost_source'] as const),
] as const satisfies readonly DimensionId[];

/** What is known of a call as a number, NULL if nothing is. */
export const callNumbers = {
  seconds: 'seconds',
  first_token: 'timeToFirstToken',
  input: 'inputTokens',
  output: 'outputTokens',
  cached: 'cacheReadTokens',
  reasoning: 'reasoningTokens',
  cost: 'cost',
} as const satisfies Record<string, RowField>;

export type CallText = (typeof callTexts)[number];
export type CallNumber = keyof typeof callNumbers;

/** What a view needs to know of calls and spans: texts and numbers, and its tags ready as JSON. */
export interface Read {
  texts: readonly CallText[];
  numbers: readonly CallNumber[];
  tags?: true;
  /** Whether it needs the operation of spans of any kind. */
  operations?: true;
}

/** What is read for each view, and no more: of ten thousand spans each column is ten thousand values for the engine. */
export const readFor = {
  spans: {
    texts: ['cost_source'],
    numbers: ['input', 'output', 'cached', 'reasoning', 'first_token', 'cost'],
    tags: true,
  },
  graph: {
    texts: ['provider', 'model', 'agent', 'tool'],
    numbers: ['seconds', 'cost', 'input', 'output'],
  },
  content: { texts: ['tool'], numbers: [], operations: true },
  turns: {
    texts: ['operation', 'agent', 'tool', 'model', 'conversation', 'error_class', 'finish_reason', 'cost_source'],
    numbers: ['seconds', 'first_token', 'input', 'output', 'cached', 'reasoning', 'cost'],
  },
} as const satisfies Record<string, Read>;
