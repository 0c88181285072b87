import type { FieldId, fields } from './fields.ts';

type ContentId = { [Id in FieldId]: (typeof fields)[Id] extends 'content' ? Id : never }[FieldId];

/**
 * The fields of a canonical span that dimensions and measures may read: its own and those derived from them, but not what a
 * user or a model wrote.
 */
export type ReadFieldId = Exclude<FieldId, ContentId> | 'failed' | 'seconds' | 'service' | 'dialect' | 'errorClass';

/** The other fields of a span row, which are computed in compile/rows/rowfields.ts. */
export type MadeFieldId =
  | 'totalTokens'
  | 'reportedCost'
  | 'cost'
  | 'estimatedCost'
  | 'costSource'
  | 'isUnseen'
  | 'wastedCost'
  | 'retried'
  | 'retriedCost'
  | 'cacheSavings'
  | 'whatIfCost'
  | 'contextUsed'
  | 'responseCached'
  | 'timePerOutputToken'
  | 'tokensPerSecond'
  | 'promptSize'
  | 'violated'
  | 'truncated'
  /** The text of the error of what failed, '' of others. */
  | 'error';

export type SpanRowFieldId = ReadFieldId | MadeFieldId;

/** The fields of a row of evaluations. */
export const scoreFields = [
  'evaluationName',
  'score',
  'scoreLabel',
  'evaluator',
  'evaluatorVersion',
  /** Why there is no score, as the conventions' `error.type`; '' if nothing failed. */
  'evaluationError',
  'passed',
] as const;

/** `callWeight` is the number of calls that the score's call stands for; `unmatched` is 1 if that call was not found. */
export type ScoreFieldId = (typeof scoreFields)[number] | 'callWeight' | 'unmatched';

/** A field of a fact's rows, which is '' or NULL if the row has no value. */
export type RowFieldId = SpanRowFieldId | ScoreFieldId;
