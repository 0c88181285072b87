import type { CallNumber, CallText } from './calls.ts';

/** What a view needs to know of calls and spans: texts and numbers, and its tags ready as JSON. */
export interface Read {
  texts: readonly CallText[];
  numbers: readonly CallNumber[];
  tags?: true;
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
  turns: {
    texts: ['operation', 'agent', 'tool', 'model', 'conversation', 'error_class', 'finish_reason', 'cost_source'],
    numbers: ['seconds', 'first_token', 'input', 'output', 'cached', 'reasoning', 'cost'],
  },
} as const satisfies Record<string, Read>;
