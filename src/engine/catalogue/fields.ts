/**
 * The canonical span: what every dialect is read into.
 *
 * `text` is '' where the span does not say; `number` is NULL there, because a missing number is not 0.
 */
export const fields = {
  operation: 'text',
  provider: 'text',
  requestModel: 'text',
  responseModel: 'text',
  inputTokens: 'number',
  outputTokens: 'number',
  reportedCost: 'number',
  timeToFirstToken: 'number',
  errorType: 'text',
  toolName: 'text',
  promptName: 'text',
  promptVersion: 'text',
  feature: 'text',
  userTier: 'text',
  team: 'text',
  environment: 'text',
  evaluationName: 'text',
  scoreValue: 'number',
} as const;

export type FieldId = keyof typeof fields;
