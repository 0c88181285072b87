import { fields, isNumber, type FieldId } from '../catalogue/fields.ts';
import { nothing, number, text, type Expression } from '../sql/nodes.ts';

/** What a canonical span has beside the fields that are read as they are. */
export type DerivedField =
  | 'failed'
  | 'seconds'
  | 'service'
  | 'dialect'
  | 'rank'
  | 'spanName'
  | 'weight'
  | 'counted'
  | 'exceptionType'
  | 'errorClass'
  | 'errorText'
  | 'inputHash'
  | 'innerCalls'
  | 'innerTools'
  | 'cacheRule'
  | 'unread';

export type SpanField = FieldId | DerivedField;

/** What a field is in a row that does not say, of the same type. */
export function emptyOf(field: string): Expression {
  if (['failed', 'retried', 'rank', 'weight', 'counted', 'unmatched'].includes(field)) {
    return number(0);
  }
  const isNumeric = ['seconds', 'score', 'passed'].includes(field) || (field in fields && isNumber(field as FieldId));
  return isNumeric ? nothing : text('');
}
