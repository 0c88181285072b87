import { dialectsPresent } from '../../canonical/claims.ts';
import { derivations } from '../../canonical/derived.ts';
import type { SpanField } from '../../canonical/spanfield.ts';
import { fields, isNumber, type FieldId } from '../../catalogue/fields.ts';
import { rowField } from './columnnames.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Census } from '../../source/census.ts';
import { eventKeysOf, resourceKeysOf, sourcesOf } from '../../source/sources.ts';
import { noNumber } from '../../sql/missing.ts';
import { column, text, type Expression } from '../../sql/nodes.ts';

/** The value of a canonical field: a column, or a constant if no row of the table has the field. */
export type FieldColumn = (field: SpanField) => Expression;

interface Known {
  census: Census | null;
  settings: Settings;
}

/** Remembers the values, because costs use the same few fields dozens of times. */
export function fieldColumnIn(known: Known): FieldColumn {
  const all = new Map<SpanField, Expression>();
  return (field) => {
    const expression =
      all.get(field) ??
      (!isSilent(known, field) ? column(rowField(field)) : isNumber(field as FieldId) ? noNumber : text(''));
    all.set(field, expression);
    return expression;
  };
}

/**
 * Whether no row has the field, as far as the census saw: rows need no column for it, and what uses it becomes shorter.
 * A derived field may follow from something else, and a tag may be on another span.
 */
function isSilent({ census, settings }: Known, field: SpanField): boolean {
  const derived = derivations[field];
  if (!census || !(field in fields) || (derived && !derived.onlyFrom)) {
    return false;
  }
  return (derived?.from ?? [field as FieldId]).every((id) => isUnsaid(census, settings, id));
}

function isUnsaid(census: Census, settings: Settings, id: FieldId): boolean {
  return (
    fields[id] !== 'tag' &&
    resourceKeysOf(id).length === 0 &&
    !sourcesOf(id, settings).some(({ key }) => census.keys.includes(key)) &&
    eventKeysOf(id, dialectsPresent(census)).length === 0 &&
    !(id === 'reportedCost' && dialectsPresent(census).some(({ costLog }) => costLog))
  );
}
