import { call, column, lambda } from '../../../sql/nodes.ts';
import { jsonAttributes, jsonText, pairsOfJson } from '../attributes/json.ts';
import type { Kept } from './kept.ts';

/** Attributes in a JSON column. */
export const asJson: Kept = {
  attributes: (name, columns) => jsonAttributes(name, `${name}Keys` in columns ? column(`${name}Keys`) : null),
  ofEvents: (name, key) => call('arrayMap', lambda(['e'], jsonText(column('e'))), column(name, key)),
  all: pairsOfJson,
};
