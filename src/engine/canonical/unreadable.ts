import { claimedFirstToken, timeToFirstToken } from './firsttoken.ts';
import type { Reading } from './reading.ts';
import type { SpanField } from './spanfield.ts';
import { isSensibleTime } from './times.ts';
import { isCapped, isIgnored } from './weight.ts';
import { fields, isNumber, type FieldId } from '../catalogue/fields.ts';
import { firstNonEmpty, isNothing } from '../sql/missing.ts';
import { array, call, column, infix, lambda, number, text, type Expression } from '../sql/nodes.ts';

/** Fields of a span that are numbers. */
export const readAsNumbers = (Object.keys(fields) as FieldId[]).filter(
  (field) => isNumber(field) && field !== 'scoreValue'
);

/**
 * Why what a row says counts as missing, or for less: `capped` is a weight over the setting's, `ignored` one in a
 * `tracestate` that no setting vouches for.
 */
export type Unreadable = 'no_number' | 'negative' | 'absurd' | 'capped' | 'ignored';

/** Array(String) of `<field>:<Unreadable>`: numbers that the row says and nobody can use as they are. */
export function unread(reading: Reading): Expression {
  const problems = [...readAsNumbers.flatMap(ofField(reading)), ...ofTimes(reading), ...ofWeight(reading)];
  return problems.length === 0
    ? call('emptyArrayString')
    : call('arrayFilter', lambda(['p'], infix('!=', column('p'), text(''))), array(problems));
}

const problem = (field: SpanField, name: Unreadable): Expression => text(`${field}:${name}`);

const ofField =
  ({ reader, spans }: Reading) =>
  (field: FieldId): Expression[] => {
    const said = firstNonEmpty(reader.ofRow(field), '');
    if (isNothing(said)) {
      return [];
    }
    const parsed = call('toFloat64OrNull', said);
    return [
      call(
        'multiIf',
        infix('OR', infix('=', said, text('')), call('isNotNull', reader.number(field, spans.time))),
        text(''),
        call('isNull', call('nullIf', call('isFinite', parsed), number(0))),
        problem(field, 'no_number'),
        infix('<', parsed, number(0)),
        problem(field, 'negative'),
        problem(field, 'absurd')
      ),
    ];
  };

function ofTimes(reading: Reading): Expression[] {
  const { seconds } = reading.spans;
  const firstToken = reading.reader.once('claimed_timeToFirstToken', () => claimedFirstToken(reading));
  return [
    ...(seconds ? [outOfBounds('seconds', seconds, isSensibleTime(seconds))] : []),
    ...(isNothing(firstToken)
      ? []
      : [outOfBounds('timeToFirstToken', firstToken, call('isNotNull', timeToFirstToken(reading)))]),
  ];
}

const outOfBounds = (field: SpanField, claimed: Expression, isSensible: Expression): Expression =>
  call(
    'multiIf',
    infix('OR', call('isNull', claimed), isSensible),
    text(''),
    infix('<', claimed, number(0)),
    problem(field, 'negative'),
    problem(field, 'absurd')
  );

const ofWeight = (reading: Reading): Expression[] =>
  (
    [
      [isCapped(reading), 'capped'],
      [isIgnored(reading), 'ignored'],
    ] as const
  ).flatMap(([condition, name]) =>
    isNothing(condition) ? [] : [call('if', condition, problem('weight', name), text(''))]
  );
