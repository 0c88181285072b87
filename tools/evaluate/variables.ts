/** What an evaluator is told of a call, taken from the content that its spans, events and log records hold. */
export const variables = {
  question: 'what the user last asked',
  answer: 'what the model answered',
  context: 'what the answer may rely on: retrieved documents, and results of tools',
  system: 'the system prompt',
  tools: 'the tools that the model asked for, with their arguments and results',
} as const;

export type Variable = keyof typeof variables;

export const variableNames = Object.keys(variables) as [Variable, ...Variable[]];

/** The text of each; '' where nothing was recorded. */
export type Values = Readonly<Record<Variable, string>>;
