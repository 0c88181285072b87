import { call, column, combine, lambda, number, text, type Expression } from '../../../sql/nodes.ts';
import type { Attributes } from './attributes.ts';

/**
 * A JSON column: an attribute is a subcolumn that keeps its type, which may be another one in every row.
 *
 * `keys` is the exporter's own column of key names, which tables of some versions have and index.
 */
export function jsonAttributes(name: string, keys: Expression | null): Attributes {
  const paths = keys ?? call('JSONAllPaths', column(name));
  return {
    pairs: null,
    value: (key) => jsonText(column(name, key)),
    filled: call('arrayMap', lambda(['k'], call('toString', column('k'))), paths),
    // Of a JSON column's paths only those that are asked for are read from disk.
    hasAnyOf: (asked, list) =>
      keys
        ? call('hasAny', keys, list)
        : (combine(
            'OR',
            asked.map((key) => call('isNotNull', column(name, key)))
          ) ?? number(0)),
  };
}

/** A path's value as text; a list is one as ClickHouse prints it: ['stop']. */
export const jsonText = (path: Expression): Expression => call('ifNull', call('toString', path), text(''));
