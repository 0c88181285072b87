import { fields, type FieldId } from '../../../catalogue/fields.ts';

/** The names that a column of a custom table can be mapped to, with the unit in the name if it has one. */
const structural = [
  ...(['time', 'timeSeconds', 'timeMs', 'timeNs'] as const),
  ...(['durationSeconds', 'durationMs', 'durationUs', 'durationNs'] as const),
  ...(['timeToFirstTokenSeconds', 'timeToFirstTokenMs'] as const),
  ...(['traceId', 'spanId', 'parentId', 'name', 'service', 'failed', 'statusMessage'] as const),
] as const;

type Structural = (typeof structural)[number];

/** Fields that are mapped under their own name; the others have a unit, or belong to a score. */
export type MappedField = Exclude<
  FieldId,
  | 'timeToFirstToken'
  | 'requestHeaders'
  | 'evaluationName'
  | 'scoreValue'
  | 'scoreLabel'
  | 'scoreExplanation'
  | 'evaluator'
>;

const elsewhere: readonly string[] = [
  ...['timeToFirstToken', 'requestHeaders', 'evaluationName', 'scoreValue', 'scoreLabel', 'scoreExplanation'],
  ...['evaluator', 'evaluatorVersion'],
];

export const mappedFields = (Object.keys(fields) as FieldId[]).filter(
  (field) => !elsewhere.includes(field)
) as MappedField[];

export type FlatName = Structural | MappedField;

/** The names that the setting `columns` accepts. */
export const flatNames = [...structural, ...mappedFields] as [FlatName, ...FlatName[]];

/** The names that the setting `evaluationColumns` accepts, in addition to the fields of the scored call. */
export const scoreNames = [
  ...(['time', 'timeSeconds', 'timeMs', 'timeNs', 'traceId', 'spanId', 'responseId'] as const),
  ...(['name', 'score', 'label', 'passed', 'evaluator', 'evaluatorVersion'] as const),
] as const;

export type ScoreName = (typeof scoreNames)[number];
