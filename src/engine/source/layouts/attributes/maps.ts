import { call, column, combine, infix, lambda, nothing, text, type Expression } from '../../../sql/nodes.ts';
import type { Attributes } from './attributes.ts';

/** A map's values as text. */
type AsText = (value: Expression) => Expression;

export const asIs: AsText = (value) => value;
export const asText: AsText = (value) => call('toString', value);

/** One Map of texts: the collector's exporter. */
export function mapAttributes(map: Expression): Attributes {
  return typedMaps([{ map, asText: asIs }]);
}

/** A Map for each type of values: SigNoz keeps texts, numbers and flags apart. */
export function typedMaps(maps: readonly { map: Expression; asText: AsText }[]): Attributes {
  const [only] = maps;
  const joined = (parts: readonly Expression[]): Expression =>
    parts.length === 1 && parts[0] ? parts[0] : call('arrayConcat', ...parts);
  const keys = joined(maps.map(({ map }) => call('mapKeys', map)));
  const values = joined(
    maps.map(({ map, asText: spelled }) =>
      spelled === asIs
        ? call('mapValues', map)
        : call('arrayMap', lambda(['v'], spelled(column('v'))), call('mapValues', map))
    )
  );
  return {
    pairs: { keys, values },
    value: (key) =>
      maps.length === 1 && only
        ? call('arrayElement', only.map, text(key))
        : call('coalesce', ...maps.map(({ map, asText: spelled }) => held(map, key, spelled)), text('')),
    filled: call(
      'arrayFilter',
      lambda(['k', 'v'], infix('!=', column('v'), text(''))),
      call('arrayMap', lambda(['k'], call('toString', column('k'))), keys),
      values
    ),
    hasAnyOf: (_, list) =>
      combine(
        'OR',
        maps.map(({ map }) => call('hasAny', call('mapKeys', map), list))
      ) as Expression,
  };
}

const held = (map: Expression, key: string, spelled: AsText): Expression =>
  call(
    'if',
    call('mapContains', map, text(key)),
    call('nullIf', spelled(call('arrayElement', map, text(key))), text('')),
    nothing
  );
