import { dimensions } from '../catalogue/dimensions/index.ts';
import { tagFields, type FieldId } from '../catalogue/fields.ts';

/** The dimensions whose values are tags, which another span of the trace may have; each with the tag's field. */
export const tagDimensions: readonly { id: string; field: FieldId }[] = Object.values(dimensions).flatMap(
  ({ id, from }) => {
    const [field] = from as readonly FieldId[];
    return field && (from as readonly FieldId[]).every((id) => tagFields.includes(id)) ? [{ id, field }] : [];
  }
);
