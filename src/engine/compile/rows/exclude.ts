import type { SpanField } from '../../canonical/spanfield.ts';
import { rowField, attributeColumn } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import type { Settings } from '../../settings/settings.ts';
import { column, infix, type Expression } from '../../sql/nodes.ts';

/** Lists the fields that identify excluded traffic, such as tests. */
export const excludedFields = ({ uncounted }: Pick<Context, 'uncounted'>): SpanField[] =>
  uncounted.length > 0 ? ['environment'] : [];

/** Lists the attributes that identify excluded traffic. */
export const excludedAttributes = ({ exclude }: Settings): string[] =>
  Object.keys(exclude.attributes).filter((key) => (exclude.attributes[key] ?? []).length > 0);

/** Writes the conditions for a row to be counted, over the columns of these fields and attributes. */
export function counting({ settings, uncounted, parameters }: Context): Expression[] {
  const none = (name: string, values: readonly string[]): Expression =>
    infix('NOT IN', column(name), parameters.list(values));
  return [
    ...excludedFields({ uncounted }).map((field) => none(rowField(field), uncounted)),
    ...excludedAttributes(settings).map((key) => none(attributeColumn(key), settings.exclude.attributes[key] ?? [])),
  ];
}
