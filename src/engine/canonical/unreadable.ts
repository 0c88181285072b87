import type { Reading } from './reading.ts';
import { fields, isNumber, type FieldId } from '../catalogue/fields.ts';
import { firstNonEmpty, isNothing } from '../sql/missing.ts';
import { array, call, column, infix, lambda, number, text, type Expression } from '../sql/nodes.ts';

/** Fields of a span that are numbers. */
export const readAsNumbers = (Object.keys(fields) as FieldId[]).filter(
  (field) => isNumber(field) && field !== 'scoreValue'
);

/** Why a text that stands for a number counts as missing. */
export type Unreadable = 'no_number' | 'negative' | 'absurd';

/** Array(String) of `<field>:<Unreadable>`: numbers that the row says and nobody can use, which are read as NULL. */
export function unread({ reader, spans }: Reading): Expression {
  const problems = readAsNumbers.flatMap((field) => {
    const said = firstNonEmpty(reader.ofRow(field), '');
    const value = reader.number(field, spans.time);
    if (isNothing(said)) {
      return [];
    }
    const parsed = call('toFloat64OrNull', said);
    const problem = (name: Unreadable): Expression => text(`${field}:${name}`);
    return [
      call(
        'multiIf',
        infix('OR', infix('=', said, text('')), call('isNotNull', value)),
        text(''),
        call('isNull', call('nullIf', call('isFinite', parsed), number(0))),
        problem('no_number'),
        infix('<', parsed, number(0)),
        problem('negative'),
        problem('absurd')
      ),
    ];
  });
  return problems.length === 0
    ? call('emptyArrayString')
    : call('arrayFilter', lambda(['p'], infix('!=', column('p'), text(''))), array(problems));
}
