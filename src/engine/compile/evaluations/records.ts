import {
  call,
  column,
  equal,
  infix,
  nothing,
  number,
  text,
  array,
  type Expression,
  type Output,
  type Query,
} from '../../sql/nodes.ts';
import { scoreFields } from '../../catalogue/rowfields.ts';
import { noNumber } from '../../sql/missing.ts';
import { rowField, rowTime } from '../context/columnnames.ts';
import { spanIds } from '../context/columnnames.ts';

/**
 * Holds one record per score, from any source: when it was given, which span or response it is about, and its values.
 *
 * `own` lists canonical fields that the record itself may have, `judge` those of its resource, which describe the judge and
 * not the service that made the call.
 */
export interface Records {
  query: Query;
  own: readonly string[];
  judge: readonly string[];
  /** Whether its records name spans but not their traces. */
  withoutTrace?: true;
}

/** The evaluation in a record. A missing text is ''. */
export interface Score {
  name: Expression;
  value: Expression;
  label: Expression;
  evaluator: Expression;
  evaluatorVersion?: Expression;
  /** Why judging failed. */
  error?: Expression;
  /** The text of the value, which may be `true` or `false`. */
  flag?: Expression;
  /** 1 or 0, or NULL if unknown; if left out, it follows from label and flag. */
  passed?: Expression;
}

export const responseId = rowField('responseId');
/** The text of a score's value. */
const flagColumn = '_flag';

/** What labels say of a pass, and of a failure. Other labels are not told: `partially` is neither. */
const passing = words(
  'pass passed true yes correct good positive thumbs_up relevant faithful safe accurate consistent factual grounded helpful supported valid'
);
const failing = words(
  'fail failed false no incorrect bad negative thumbs_down irrelevant unfaithful unsafe hallucinated hallucination harmful toxic wrong'
);

function words(list: string): string[] {
  return list.split(' ');
}

/** A word before another that turns it around: `not_relevant`, `non-toxic`, `unhelpful`, `inaccurate`. */
const negation = '^(?:(?:not|non)[_ -]?|un|in|ir)';

/** Writes all columns of a record, used or not, because ClickHouse drops those that nothing reads. */
export function recordColumns(
  about: { at: Expression; trace: Expression; span: Expression; response: Expression },
  score: Score
): Output[] {
  const says: Record<(typeof scoreFields)[number], Expression> = {
    evaluationName: score.name,
    score: score.value,
    scoreLabel: score.label,
    evaluator: score.evaluator,
    evaluatorVersion: score.evaluatorVersion ?? text(''),
    evaluationError: score.error ?? text(''),
    passed: call('toFloat64', score.passed ?? noNumber),
  };
  return [
    { as: rowTime, value: about.at },
    { as: spanIds.trace, value: call('toString', about.trace) },
    { as: spanIds.span, value: call('toString', about.span) },
    { as: responseId, value: about.response },
    ...scoreFields.map((name) => ({ as: rowField(name), value: says[name] })),
    { as: flagColumn, value: score.flag ?? text('') },
  ];
}

/** Whether a score passed, 1 or 0, or NULL: as its source says, or else by its label, or else by a value of true or false. */
export function passed(): Expression {
  const own = column(rowField('passed'));
  // A score of 1 is not a pass: on a scale from 1 to 5 it is the worst.
  const flagged = ['true', 'false'].flatMap((word, index) => [
    equal(call('lower', column(flagColumn)), text(word)),
    number(1 - index),
  ]);
  const byLabel = passedBy(call('lower', column(rowField('scoreLabel'))), ...flagged);
  return call('coalesce', own, call('toFloat64', byLabel));
}

/** Reads 1 or 0 from a text, ignoring case, or NULL if it is neither; `more` are further conditions and values. */
export function passedBy(label: Expression, ...more: Expression[]): Expression {
  const turned = call('replaceRegexpOne', label, text(negation), text(''));
  const isOne = (of: Expression, list: readonly string[]): Expression => infix('IN', of, array(list.map(text)));
  const isTurned = (list: readonly string[]): Expression =>
    infix('AND', infix('!=', turned, label), isOne(turned, list));
  return call(
    'multiIf',
    isOne(label, passing),
    number(1),
    isOne(label, failing),
    number(0),
    isTurned(passing),
    number(0),
    isTurned(failing),
    number(1),
    ...more,
    nothing
  );
}

export const recordNames: readonly string[] = [
  rowTime,
  ...[spanIds.trace, spanIds.span],
  responseId,
  ...scoreFields.map(rowField),
  flagColumn,
];

export const passThrough = (names: readonly string[]): Output[] =>
  names.map((name) => ({ as: name, value: column(name) }));

export const isEvent = (value: Expression): Expression => equal(value, text(evaluationEvent));

/** The attribute with an id of the result, by which a record that was written twice counts once. */
export const resultIdKey = 'genai_evaluator.result.id';

/** The attribute of gauges that sum up scores which are records, too. */
export const aggregateKey = 'genai_evaluator.aggregate';

/** The name of the semantic conventions' event, on a span or as a log record. */
export const evaluationEvent = 'gen_ai.evaluation.result';
