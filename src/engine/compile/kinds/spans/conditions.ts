import { spanColumn } from '../../../catalogue/spancolumns.ts';
import { attributeColumn, resourceColumn, rowField } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import { attributeValue, withoutRedacted } from '../../context/withoutredacted.ts';
import type { Condition } from '../../../query/model.ts';
import { call, column, equal, infix, number, text, type Expression } from '../../../sql/nodes.ts';

type OfAttribute = Extract<Condition, { key: string }>;

/** Whether a row of a fact fulfils a condition; undefined for one on the score, which rows get later. */
export function fulfils(context: Context, condition: Condition): Expression | undefined {
  switch (condition.on) {
    case 'column': {
      const { field } = spanColumn(condition.column);
      return field === null ? undefined : compared(context, column(rowField(field)), condition);
    }
    case 'failed':
    case 'truncated':
      return condition.is === false ? call('not', column(rowField(condition.on))) : column(rowField(condition.on));
    case 'error':
      return says(context, column(rowField('error')), condition.operator, condition.value);
    default:
      return ofAttribute(context, condition);
  }
}

/** Compares a number, which may be NULL, as a condition on a column says. */
export const compared = (
  context: Context,
  value: Expression,
  { operator, value: bound }: Extract<Condition, { on: 'column' }>
): Expression => infix(operator, value, context.parameters.number(bound));

/** The text of an error that does not exist says nothing. */
function says(context: Context, said: Expression, operator: 'contains' | 'matches', value: string): Expression {
  const wanted = context.parameters.text(value);
  // As it is shown: whoever could ask for `sk-a`, `sk-b` and so on would read a key that is not.
  const shown = withoutRedacted(said, context.settings);
  return infix(
    'AND',
    infix('!=', said, text('')),
    operator === 'matches'
      ? call('match', shown, wanted)
      : infix('>', call('positionCaseInsensitiveUTF8', shown, wanted), number(0))
  );
}

function ofAttribute(context: Context, { on, key, operator, value = '' }: OfAttribute): Expression {
  const read = column(on === 'attribute' ? attributeColumn(key) : resourceColumn(key));
  const own = attributeValue(key, read, context.settings);
  const exists = infix('!=', own, text(''));
  switch (operator) {
    case 'exists':
      return exists;
    case '=':
      return infix('AND', exists, equal(own, context.parameters.text(value)));
    case '!=':
      return infix('!=', own, context.parameters.text(value));
    case 'matches':
      return infix('AND', exists, call('match', own, context.parameters.text(value)));
  }
}

/** The keys that conditions read of a row's attributes, or of its resource's. */
export const keysOf = (conditions: readonly Condition[], on: OfAttribute['on']): string[] => [
  ...new Set(conditions.flatMap((condition) => (condition.on === on ? [condition.key] : []))),
];
