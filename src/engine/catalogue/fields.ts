/**
 * The fields of a canonical span, into which every dialect is read.
 *
 * `text` is '' where the span has no value; `number` is NULL there, because a missing number is not 0.
 * `count` and `amount` (US dollars) are numbers that are neither negative nor absurd.
 * `tag` is a text that may come from another span of the trace, usually the root.
 * `content` is what a user or a model wrote: it is only hashed, and only inside the database.
 */
export const fields = {
  operation: 'text',
  provider: 'text',
  requestModel: 'text',
  responseModel: 'text',
  responseId: 'text',
  requestHeaders: 'text',
  inputTokens: 'count',
  outputTokens: 'count',
  cacheReadTokens: 'count',
  cacheWriteTokens: 'count',
  /** Those of the cache writes that are kept for five minutes, and for an hour. */
  cacheWrite5mTokens: 'count',
  cacheWrite1hTokens: 'count',
  reasoningTokens: 'count',
  /** The row's own sum of its tokens, which tells what its other counts hold. */
  statedTotal: 'count',
  /** Those of the input, of the cache reads and of the output that are no text. */
  inputAudioTokens: 'count',
  inputImageTokens: 'count',
  cacheReadAudioTokens: 'count',
  cacheReadImageTokens: 'count',
  outputAudioTokens: 'count',
  outputImageTokens: 'count',
  /** Searches that the provider made during the call, and charges for. */
  webSearches: 'count',
  reportedCost: 'amount',
  /** The currency of the reported cost, as ISO 4217 has it; US dollars if it is not said. */
  costCurrency: 'text',
  timeToFirstToken: 'number',
  streaming: 'text',
  serviceTier: 'text',
  inputContent: 'content',
  finishReason: 'text',
  errorType: 'text',
  httpStatus: 'text',
  errorMessage: 'text',
  level: 'text',
  cacheHit: 'text',
  toolName: 'text',
  toolCallId: 'text',
  toolFailed: 'text',
  guardrailVerdict: 'text',
  agentName: 'tag',
  workflowName: 'tag',
  promptName: 'tag',
  promptVersion: 'tag',
  conversation: 'tag',
  user: 'tag',
  feature: 'tag',
  /** The workflow's name, where a setting lets it stand in for a feature that no span of the trace names. */
  featureStandIn: 'tag',
  userTier: 'tag',
  team: 'tag',
  customer: 'tag',
  /** The repository of code that a coding agent works in. */
  repository: 'tag',
  environment: 'tag',
  evaluationName: 'text',
  scoreValue: 'number',
  scoreLabel: 'text',
  scoreExplanation: 'text',
  evaluator: 'text',
  evaluatorVersion: 'text',
} as const;

export type FieldId = keyof typeof fields;

export const isNumber = (id: FieldId): boolean => ['number', 'count', 'amount'].includes(fields[id]);

/** The fields that a request may take from its trace. */
export const tagFields = (Object.keys(fields) as FieldId[]).filter((id) => fields[id] === 'tag');
