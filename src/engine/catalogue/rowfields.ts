import type { FieldId, fields } from './fields.ts';

type ContentId = { [Id in FieldId]: (typeof fields)[Id] extends 'content' ? Id : never }[FieldId];

/**
 * What dimensions and measures read of a canonical span, by name: its fields, and what is derived of them. What a user or a
 * model wrote is not among them.
 */
export type ReadFieldId = Exclude<FieldId, ContentId> | 'failed' | 'seconds' | 'service' | 'dialect' | 'errorClass';

/** What a row of spans has beside that: each is made in compile/rows/rowfields.ts. */
export type MadeFieldId =
  | 'totalTokens'
  | 'reportedCost'
  | 'cost'
  | 'estimatedCost'
  | 'costSource'
  | 'wastedCost'
  | 'retried'
  | 'retriedCost'
  | 'cacheSavings'
  | 'whatIfCost'
  | 'contextUsed'
  | 'responseCached'
  | 'timePerOutputToken'
  | 'tokensPerSecond'
  | 'violated';

export type SpanRowFieldId = ReadFieldId | MadeFieldId;

/** What a row of evaluations has. */
export const scoreFields = [
  'evaluationName',
  'score',
  'scoreLabel',
  'evaluator',
  'evaluatorVersion',
  'passed',
] as const;

export type ScoreFieldId = (typeof scoreFields)[number];

/** A column of a fact's rows, '' or NULL where the row does not say. */
export type RowFieldId = SpanRowFieldId | ScoreFieldId;
