import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';

/** Pixels that a heading needs besides its longest word, which is not broken: padding and the arrow of the order. */
const besides = 34;
/** Pixels of a character of a heading, and of a cell. */
const character = { heading: 7.5, cell: 7.5 };

/** The usual length of the cells of a column, in characters, by its title. Numbers are short. */
const lengths: Record<string, number> = {
  Feature: 16,
  Model: 24,
  'Response model': 24,
  Prompt: 17,
  Provider: 12,
  Service: 15,
  Customer: 16,
  User: 20,
  Repository: 20,
  Conversation: 25,
  Agent: 16,
  Tool: 16,
  Workflow: 16,
  'Error class': 16,
  'Finish reason': 13,
  Evaluation: 15,
  Evaluator: 15,
  Instrumentation: 16,
  Time: 19,
  'First seen': 19,
  'Last seen': 19,
  Trace: 9,
  Measure: 26,
  Verdict: 16,
  'Deployment source': 12,
  Budget: 16,
  Period: 7,
  title: 34,
};
const lengthOfNumbers = 8;

/** Returns the least width at which neither a column's heading nor its usual cells are cut off. */
export function widthOf(title: string): number {
  const word = Math.max(...title.split(' ').map(({ length }) => length));
  const cell = (lengths[title] ?? lengthOfNumbers) * character.cell + 12;
  return Math.ceil(Math.max(word * character.heading + besides, cell) / 5) * 5;
}

export const columnOf = (title: string): DynamicConfigValue[] => [
  { id: 'custom.minWidth', value: widthOf(title) },
  // Headings wrap, because "Time to first token p50" and "… p95" would be cut to the same text.
  { id: 'custom.wrapHeaderText', value: true },
];
