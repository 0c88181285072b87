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

/** The dimensions as columns, `unknown` where neither the row nor its resource says. */
export function dimensionOutputs(ids: readonly DimensionId[], attributes: Attributes): Output[] {
  return ids.map((id) => ({
    as: id,
    value: firstNonEmpty([...ofRow(id, attributes), ...ofResource(id, attributes)], 'unknown'),
  }));
}

/** Where the row itself may say the dimension. */
export function ofRow(id: DimensionId, attributes: Attributes): Expression[] {
  return dimensions[id].from.flatMap((field) => (field === 'service' ? [] : attributes.ofRow(field)));
}

/** Where the resource that wrote the row may say it. */
export function ofResource(id: DimensionId, attributes: Attributes): Expression[] {
  return dimensions[id].from.flatMap((field) =>
    field === 'service' ? [column('ServiceName')] : attributes.ofResource(field)
  );
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
