import type { Aggregates } from '../../catalogue/measures/measure.ts';
import { rowField } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { aggregates } from './formulas.ts';
import { weights } from '../rows/weights.ts';
import { column, type Expression } from '../../sql/nodes.ts';

/** Writes aggregates over rows of spans, which count by their weight. */
export function ofRows(context: Context): Aggregates {
  const counts = weights(context);
  const factor = (name: 'weight' | 'counted'): Expression | undefined =>
    counts.includes(name) ? column(rowField(name)) : undefined;
  return aggregates((field) => column(rowField(field)), factor('weight'), factor('counted'));
}

/** Counts the requests that the rows represent. */
export const countOf = (context: Context, condition?: Expression): Expression => ofRows(context).count(condition);
