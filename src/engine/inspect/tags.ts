import { dimensions } from '../catalogue/dimensions/index.ts';
import { tagFields, type FieldId } from '../catalogue/fields.ts';

/** Dimensions that are a tag each, which another span of the trace may say; with it what may stand in for it. */
export const tagDimensions: readonly { id: string; field: FieldId }[] = Object.values(dimensions).flatMap(
  ({ id, from }) => {
    const [field] = from as readonly FieldId[];
    return field && (from as readonly FieldId[]).every((id) => tagFields.includes(id)) ? [{ id, field }] : [];
  }
);
