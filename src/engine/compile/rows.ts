import { dimensions, type DimensionId } from '../catalogue/dimensions/index.ts';
import type { FieldId } from '../catalogue/fields.ts';
import { column, infix, type Expression, type Output } from '../sql/nodes.ts';
import { nanoseconds } from '../window.ts';
import { firstNonEmpty, type Attributes } from './attributes.ts';
import { bound, type Context } from './context.ts';

/** Canonical fields that the dimensions are made of. */
export function fieldsOf(ids: readonly DimensionId[]): FieldId[] {
  return ids.flatMap((id) => dimensions[id].from.filter((field) => field !== 'service'));
}

/** The dimensions as columns; `missing` is what a row gets that does not say. */
export function dimensionOutputs(ids: readonly DimensionId[], attributes: Attributes, missing: 'unknown' | ''): Output[] {
  return ids.map((id) => ({
    as: id,
    value: firstNonEmpty(
      dimensions[id].from.flatMap((field) => (field === 'service' ? [column('ServiceName')] : attributes.candidates(field))),
      missing
    ),
  }));
}

/** `time` in the query's window. */
export function inWindow(context: Context, time: Expression): Expression {
  return infix(
    'AND',
    infix('>=', time, bound(context, 'from', nanoseconds(context.window.from))),
    infix('<', time, bound(context, 'to', nanoseconds(context.window.to)))
  );
}

/** `time` in the window, or up to the data source's evaluation lag before it. */
export function inWindowWithLead(context: Context, time: Expression): Expression {
  const lead = context.window.from - context.settings.evaluationLagSeconds * 1000;
  return infix(
    'AND',
    infix('>=', time, bound(context, 'leadFrom', nanoseconds(lead))),
    infix('<', time, bound(context, 'to', nanoseconds(context.window.to)))
  );
}
