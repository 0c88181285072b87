import type { Context } from '../compile/context/context.ts';
import { sliceColumn, type Times } from './slices.ts';
import { column, type Query, type Select } from '../sql/nodes.ts';

/** What times are asked, slice by slice; null where the source has nothing to ask. */
export type Question = (context: Context, times: Times) => Query | null;

/** Only rows of slices that are asked for, where the bounds alone do not tell. */
export const ofAsked = (times: Times): Pick<Select, 'where'> => {
  const where = times.isAsked(column(sliceColumn));
  return where ? { where } : {};
};
