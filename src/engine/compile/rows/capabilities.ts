import { derivations } from '../../canonical/derived.ts';
import type { SpanField } from '../../canonical/spanfield.ts';
import type { Dimension } from '../../catalogue/dimensions/dimension.ts';
import { dimensionOf } from '../../catalogue/dimensions/index.ts';
import { facts, type Fact, type FactId } from '../../catalogue/facts.ts';
import { fields, type FieldId } from '../../catalogue/fields.ts';
import type { Context } from '../context/context.ts';
import { isOfAttempts, spanFieldsOf, type RowField } from './rowfields.ts';
import { UserError } from '../../errors.ts';
import { notHeld } from '../../messages.ts';
import type { SpanColumns } from '../../source/layouts/layout.ts';
import { tagSources } from '../../source/sources.ts';
import { isNothing } from '../../sql/missing.ts';

/** Columns that a field may be read from, in addition to attributes or instead of them. */
const columnsOf: Partial<Record<SpanField, readonly (keyof SpanColumns)[]>> = {
  operation: ['name'],
  requestModel: ['name'],
  toolName: ['name'],
  spanName: ['name'],
  seconds: ['seconds'],
  service: ['service'],
  failed: ['failed'],
  errorClass: ['statusMessage', 'events'],
  errorText: ['statusMessage', 'events'],
};

type Asked = [name: string, saidBy: readonly SpanField[]];

/** Throws a UserError naming the first dimension, field or attribute that the table cannot have. */
export function refuseLacking(
  context: Context,
  fact: FactId,
  dimensions: readonly string[],
  rowFields: readonly RowField[],
  keys: { attributes?: readonly string[] | undefined; resources?: readonly string[] | undefined } = {}
): void {
  const { spans } = context;
  const told: Fact = facts[fact];
  const nothing = (names: readonly SpanField[]): boolean =>
    names.length > 0 && names.every((name) => isLacking(name, spans));
  const asked: Asked[] = [
    ['operation', told.toldBy ?? []],
    ...dimensions.map((id): Asked => [id, dimensionOf(id).from]),
    ...rowFields.map((name): Asked => [name, spanFieldsOf(name)]),
  ];
  const lacking =
    asked.find(([, names]) => nothing(names))?.[0] ??
    (spans.traceId && spans.parentId ? undefined : rowFields.find(isOfAttempts)) ??
    dimensions.find((id) => isUnknownAttribute(dimensionOf(id), spans)) ??
    keys.attributes?.find((attribute) => isUnknownAttribute({ attribute }, spans)) ??
    keys.resources?.find((resource) => isUnknownAttribute({ resource }, spans));
  if (lacking !== undefined) {
    const { traces, layout } = context.source;
    throw new UserError(notHeld(lacking, traces.path.join('.'), layout.title));
  }
}

/** Whether the table can have a dimension. */
export const canSay = ({ spans }: Context, dimension: string): boolean => {
  const { from } = dimensionOf(dimension);
  return from.length === 0 || from.some((name) => !isLacking(name, spans));
};

/** Whether the table can have a row field. */
export const canTell = ({ spans }: Context, rowField: RowField): boolean =>
  spanFieldsOf(rowField).some((name) => !isLacking(name, spans));

/** Whether no row can have the attribute, because it is not a column of the table. */
function isUnknownAttribute(
  { attribute, resource }: Pick<Dimension, 'attribute' | 'resource'>,
  spans: SpanColumns
): boolean {
  return (
    (resource !== undefined && !spans.resource) ||
    (attribute !== undefined && tagSources([attribute]).every(({ key }) => isNothing(spans.attributes.value(key))))
  );
}

function isLacking(name: SpanField, spans: SpanColumns): boolean {
  const columns = columnsOf[name] ?? [];
  const attributes = ownFields(name);
  return (
    columns.length + attributes.length > 0 &&
    columns.every((column) => spans[column] === null) &&
    attributes.every((field) => spans.lacks.includes(field))
  );
}

/** Lists the catalogue fields of a span field: itself, or those that a derived field is computed from. */
function ownFields(name: SpanField): readonly FieldId[] {
  return name in fields ? [name as FieldId] : (derivations[name]?.from ?? []);
}
