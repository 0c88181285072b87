import { call, column, lambda, text } from '../../../sql/nodes.ts';
import { mapAttributes, pairsOfMap } from '../attributes/maps.ts';
import type { Kept } from './kept.ts';

/** Attributes in a Map of texts. */
export const asMaps: Kept = {
  attributes: (name) => mapAttributes(column(name)),
  ofEvents: (name, key) => call('arrayMap', lambda(['e'], call('arrayElement', column('e'), text(key))), column(name)),
  all: pairsOfMap,
};
