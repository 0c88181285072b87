import {
  array,
  bound,
  call,
  column,
  combine,
  equal,
  lambda,
  number,
  text,
  type Expression,
} from '../../../sql/nodes.ts';
import { anyIn, mostForIndex } from './maps.ts';
import type { AllPairs } from '../layout.ts';
import type { Attributes } from './attributes.ts';

/**
 * Reads attributes from a JSON column: an attribute is a subcolumn with its own type, which may differ in every row. The
 * dots of a key form a path, and a path may both have a value and continue: `gen_ai.usage.cost` and
 * `gen_ai.usage.cost.amount` are two columns. Reading all paths and values took 2.4 s for a million rows, subcolumns 0.2 s.
 *
 * `keys` is the exporter's own column of key names, which tables of some versions have and index.
 */
export function jsonAttributes(name: string, keys: Expression | null): Attributes {
  const paths = keys ?? call('JSONAllPaths', column(name));
  return {
    pairs: null,
    value: (key) => jsonText(column(name, key)),
    filled: call('arrayMap', lambda(['k'], call('toString', column('k'))), paths),
    // A few paths are read individually from disk; for many, it is cheaper to read the names of all.
    hasAnyOf: (asked, list) =>
      keys || asked.length > mostForIndex
        ? anyIn(paths, asked, list)
        : (combine(
            'OR',
            asked.map((key) => call('isNotNull', column(name, key)))
          ) ?? number(0)),
  };
}

/** Reads a path's value as text; a list becomes the text that ClickHouse prints: ['stop']. */
export const jsonText = (path: Expression): Expression => call('ifNull', call('toString', path), text(''));

/**
 * All pairs of a JSON value. A path is looked up in its printed text, step by step, because a subcolumn needs a constant name. A
 * path that has a value and continues is printed twice, so that only one of the two is found.
 */
export function pairsOfJson(json: Expression): AllPairs {
  const paths = call('arrayMap', lambda(['k'], call('toString', column('k'))), call('JSONAllPaths', json));
  const raw = call(
    'arrayFold',
    lambda(['raw', 'part'], call('JSONExtractRaw', column('raw'), column('part'))),
    call('splitByChar', text('.'), column('k')),
    column('printed')
  );
  const value = bound('r', raw, call('if', isQuoted, call('JSONExtractString', inArray, number(1)), column('r')));
  return {
    keys: paths,
    values: call(
      'arrayElement',
      call(
        'arrayMap',
        lambda(['printed'], call('arrayMap', lambda(['k'], value), paths)),
        array([call('toString', json)])
      ),
      number(1)
    ),
  };
}

const isQuoted = equal(call('substring', column('r'), number(1), number(1)), text('"'));
const inArray = call('concat', text('['), column('r'), text(']'));
