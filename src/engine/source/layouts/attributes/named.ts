import { array, call, column, combine, infix, lambda, number, text, type Expression } from '../../../sql/nodes.ts';
import type { Attributes } from './attributes.ts';
import { anyIn } from './maps.ts';

/** More keys than this are looked up in the list of names, because each key would be a separate term. */
const fewKeys = 8;

/**
 * Reads attributes that are columns, by key. `other` reads the remaining ones, and returns null for a key that cannot exist;
 * `others` is an Array(String) with the names of a row's remaining attributes.
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
