import * as z from 'zod/mini';

import type { DimensionId } from '../../catalogue/dimensions/index.ts';
import { common, dimension, filters, type Common, type Filter } from '../common.ts';

/** Lists what exists in the window, most frequent first: the values of a dimension, names of evaluations, keys of attributes. */
export interface ValuesQuery extends Common {
  kind: 'values';
  /** `dimension` if left out, which then names it. */
  of?: 'dimension' | 'evaluation' | 'attribute_key' | undefined;
  dimension?: DimensionId | undefined;
  filters: Filter[];
  /** A text that the values contain, in any case. */
  search?: string | undefined;
  limit: number;
}

export const mostValues = 1000;

export const valuesSchema = z.strictObject({
  ...common,
  kind: z.literal('values'),
  of: z.optional(z.enum(['dimension', 'evaluation', 'attribute_key'])),
  dimension: z.optional(dimension),
  filters,
  search: z.optional(z.string().check(z.maxLength(1000))),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(mostValues)), 100),
});
