import type { Context } from '../context/context.ts';
import { supplementKeys } from '../../canonical/supplement.ts';

/** Lists the columns that say how often a row counts, if the table has such rows. */
export function weights(context: Context): ('weight' | 'counted')[] {
  const keys = context.census?.keys;
  const supplements = supplementKeys.some((key) => keys?.includes(key) ?? true);
  return [
    ...((context.census?.sampled ?? true) ? ['weight' as const] : []),
    ...(supplements ? ['counted' as const] : []),
  ];
}
