import type { SpanField } from '../../canonical/spanfield.ts';
import { rowField, attributeColumn } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import type { Settings } from '../../settings/settings.ts';
import { column, infix, type Expression } from '../../sql/nodes.ts';

/** Fields that tell traffic which no measure counts, such as tests, from the rest. */
export const excludedFields = ({ exclude }: Settings): SpanField[] =>
  exclude.environments.length > 0 ? ['environment'] : [];

/** Attributes that do so. */
export const excludedAttributes = ({ exclude }: Settings): string[] =>
  Object.keys(exclude.attributes).filter((key) => (exclude.attributes[key] ?? []).length > 0);

/** What a row has to satisfy to be counted, over the columns of those fields and attributes; none without a rule. */
export function counting({ settings, parameters }: Context): Expression[] {
  const none = (name: string, values: readonly string[]): Expression =>
    infix('NOT IN', column(name), parameters.list(values));
  return [
    ...excludedFields(settings).map((field) => none(rowField(field), settings.exclude.environments)),
    ...excludedAttributes(settings).map((key) => none(attributeColumn(key), settings.exclude.attributes[key] ?? [])),
  ];
}
