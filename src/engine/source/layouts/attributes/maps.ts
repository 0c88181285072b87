import { call, column, combine, infix, lambda, nothing, text, type Expression } from '../../../sql/nodes.ts';
import type { AllPairs } from '../layout.ts';
import type { Attributes } from './attributes.ts';

/** Turns a map's value into text. */
type AsText = (value: Expression) => Expression;

export const asIs: AsText = (value) => value;
export const asText: AsText = (value) => call('toString', value);

/** Reads attributes from one Map of texts, as the collector's exporter writes them. */
export function mapAttributes(map: Expression): Attributes {
  return typedMaps([{ map, asText: asIs }]);
}

interface TypedMap {
  map: Expression;
  asText: AsText;
}

const joined = (parts: readonly Expression[]): Expression =>
  parts.length === 1 && parts[0] ? parts[0] : call('arrayConcat', ...parts);

const valuesOf = (maps: readonly TypedMap[]): Expression =>
  joined(
    maps.map(({ map, asText: spelled }) =>
      spelled === asIs
        ? call('mapValues', map)
        : call('arrayMap', lambda(['v'], spelled(column('v'))), call('mapValues', map))
    )
  );

/** All pairs of a row's Maps. */
export const pairsOfMaps = (maps: readonly TypedMap[]): AllPairs => ({
  keys: asTexts(joined(maps.map(({ map }) => call('mapKeys', map)))),
  values: valuesOf(maps),
});

/** All pairs of a Map of texts. */
export const pairsOfMap = (map: Expression): AllPairs => pairsOfMaps([{ map, asText: asIs }]);

/** For a million rows of 14 attributes, 8 keys took 0.67 s one by one and 0.83 s in one pass; 16 took 1.8 s and 0.92 s. */
const fewKeys = 8;

/** Reads attributes from one Map per type: SigNoz stores texts, numbers and flags separately. */
export function typedMaps(maps: readonly TypedMap[]): Attributes {
  const [only] = maps;
  const keys = joined(maps.map(({ map }) => call('mapKeys', map)));
  const alone = joined(maps.map(({ map }) => keysColumnOf(map)));
  const values = valuesOf(maps);
  return {
    pairs: { keys, values, fewKeys: maps.length === 1 ? fewKeys : 0 },
    value: (key) =>
      maps.length === 1 && only
        ? call('arrayElement', only.map, text(key))
        : call('coalesce', ...maps.map(({ map, asText: spelled }) => held(map, key, spelled)), text('')),
    filled: call('arrayFilter', lambda(['k', 'v'], infix('!=', column('v'), text(''))), asTexts(keys), values),
    hasAnyOf: (asked, list) =>
      combine(
        'OR',
        maps.map(({ map }) => hasOneOf(map, asked, list))
      ) as Expression,
    byKeysAlone: {
      filled: asTexts(alone),
      hasAnyOf: (asked, list) => anyIn(alone, asked, list),
    },
  };
}

/**
 * The keys of a map as a column of their own. ClickHouse reads `mapKeys(map)` from there by itself, but not where a skip index
 * is on that expression, as in the exporter's tables: for a million spans it read 129 MB instead of 23.
 */
const keysColumnOf = (map: Expression): Expression =>
  map.kind === 'column' ? column(...map.path, 'keys') : call('mapKeys', map);

const asTexts = (keys: Expression): Expression => call('arrayMap', lambda(['k'], call('toString', column('k'))), keys);

/** Checks keys one by one, which saved a tenth of a query's time; skip indexes support both forms. */
function hasOneOf(map: Expression, asked: readonly string[], list: Expression): Expression {
  const each = asked.map((key) => call('mapContains', map, text(key)));
  const some = asked.length <= fewKeys ? combine('OR', each) : undefined;
  return some ?? anyIn(call('mapKeys', map), asked, list);
}

/** For a longer list, skip indexes are useless, because one of its keys is always present. */
export const mostForIndex = 32;

/**
 * Whether one of the row's keys is in the list. `hasAny` is supported by skip indexes, but compares every key with every
 * name in the list: with 300 names it took 15 s for a million rows, and the set 0.3 s.
 */
export function anyIn(keys: Expression, asked: readonly string[], list: Expression): Expression {
  return asked.length > mostForIndex
    ? call('arrayExists', lambda(['k'], infix('IN', column('k'), list)), keys)
    : call('hasAny', keys, list);
}

const held = (map: Expression, key: string, spelled: AsText): Expression =>
  call(
    'if',
    call('mapContains', map, text(key)),
    call('nullIf', spelled(call('arrayElement', map, text(key))), text('')),
    nothing
  );
