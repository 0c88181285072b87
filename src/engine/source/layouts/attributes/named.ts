import { array, call, column, combine, infix, lambda, number, text, type Expression } from '../../../sql/nodes.ts';
import type { Attributes } from './attributes.ts';
import { anyIn } from './maps.ts';

/** More than these are looked for among the names, of which each would be a term of its own. */
const fewKeys = 8;

/**
 * Attributes that are columns: the text of each by key. `other` is where the rest may be, null where it cannot, and
 * `others` the names that a row's rest has, Array(String).
 */
export function namedAttributes(
  columns: Readonly<Record<string, Expression>>,
  other: (key: string) => Expression | null = () => null,
  others: readonly Expression[] = []
): Attributes {
  const value = (key: string): Expression => columns[key] ?? other(key) ?? text('');
  const isSaid = (key: string): Expression | null => {
    const found = columns[key] ?? other(key);
    return found ? infix('!=', found, text('')) : null;
  };
  const names = Object.keys(columns);
  const known = call(
    'arrayFilter',
    lambda(['k'], infix('!=', column('k'), text(''))),
    array(names.map((key) => call('if', infix('!=', value(key), text('')), text(key), text(''))))
  );
  return {
    pairs: null,
    value,
    filled: others.length > 0 ? call('arrayConcat', known, ...others) : known,
    hasAnyOf: (keys, list) => {
      const unnamed = keys.filter((key) => !(key in columns));
      const many = others.length > 0 && unnamed.length > fewKeys;
      const alone = many ? keys.filter((key) => key in columns) : keys;
      const conditions = alone.map(isSaid).filter((condition) => condition !== null);
      const rest = call('arrayConcat', ...others);
      return combine('OR', many ? [...conditions, anyIn(rest, unnamed, list)] : conditions) ?? number(0);
    },
  };
}
