import {
  call,
  column,
  equal,
  infix,
  nothing,
  text,
  array,
  type Expression,
  type Output,
  type Query,
} from '../../sql/nodes.ts';
import { scoreFields, type ScoreFieldId } from '../../catalogue/rowfields.ts';
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
  /** The text of the value, which may be `true` or `false`. */
  flag?: Expression;
  /** 1 or 0, or NULL if unknown; if left out, it follows from label and flag. */
  passed?: Expression;
}

export const responseId = rowField('responseId');

const passing = [
  'pass',
  'passed',
  'true',
  'yes',
  'correct',
  'good',
  'positive',
  'thumbs_up',
  'relevant',
  'faithful',
  'safe',
];
const failing = [
  'fail',
  'failed',
  'false',
  'no',
  'incorrect',
  'bad',
  'negative',
  'thumbs_down',
  'irrelevant',
  'unfaithful',
  'unsafe',
  'hallucinated',
];

/** Writes all columns of a record, used or not, because ClickHouse drops those that nothing reads. */
export function recordColumns(
  about: { at: Expression; trace: Expression; span: Expression; response: Expression },
  score: Score
): Output[] {
  const label = call('lower', score.label);
  // A score of 1 is not a pass: on a scale from 1 to 5 it is the worst.
  const told = passedBy(label, ...(score.flag ? flagged(score.flag) : []));
  const says: Record<ScoreFieldId, Expression> = {
    evaluationName: score.name,
    score: score.value,
    scoreLabel: score.label,
    evaluator: score.evaluator,
    evaluatorVersion: score.evaluatorVersion ?? text(''),
    passed: call('toFloat64', score.passed ?? told),
  };
  return [
    { as: rowTime, value: about.at },
    { as: spanIds.trace, value: call('toString', about.trace) },
    { as: spanIds.span, value: call('toString', about.span) },
    { as: responseId, value: about.response },
    ...scoreFields.map((name) => ({ as: rowField(name), value: says[name] })),
  ];
}

const flagged = (value: Expression): Expression[] =>
  ['true', 'false'].flatMap((word, index) => [
    equal(call('lower', value), text(word)),
    { kind: 'number', value: 1 - index },
  ]);

/** Reads 1 or 0 from a text, ignoring case, or NULL if it is neither; `more` are further conditions and values. */
export function passedBy(label: Expression, ...more: Expression[]): Expression {
  return call(
    'multiIf',
    infix('IN', label, array(passing.map(text))),
    { kind: 'number', value: 1 },
    infix('IN', label, array(failing.map(text))),
    { kind: 'number', value: 0 },
    ...more,
    nothing
  );
}

export const recordNames: readonly string[] = [
  rowTime,
  ...[spanIds.trace, spanIds.span],
  responseId,
  ...scoreFields.map(rowField),
];

export const passThrough = (names: readonly string[]): Output[] =>
  names.map((name) => ({ as: name, value: column(name) }));

export const isEvent = (value: Expression): Expression => equal(value, text(evaluationEvent));

/** The name of the semantic conventions' event, on a span or as a log record. */
export const evaluationEvent = 'gen_ai.evaluation.result';
