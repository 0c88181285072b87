import { dimensions } from '../catalogue/dimensions/index.ts';
import { tagFields, type FieldId } from '../catalogue/fields.ts';

/** Dimensions that are one tag each, which another span of the trace may say. */
export const tagDimensions: readonly { id: string; field: FieldId }[] = Object.values(dimensions).flatMap(
  ({ id, from }) => {
    const [field] = from as readonly FieldId[];
    return from.length === 1 && field && tagFields.includes(field) ? [{ id, field }] : [];
  }
);
