import type { ComboboxOption } from '@grafana/ui';

import { customDimension, dimensionOf, isDimension, type DimensionId } from '../engine/catalogue/dimensions/index.ts';
import { messages } from './messages.ts';

/** Returns the menu option of a dimension; a misspelled one from a file is shown as it is. */
export function dimensionOption(id: DimensionId): ComboboxOption<DimensionId> {
  const [, kind] = customDimension.exec(id) ?? [];
  if (kind === undefined) {
    if (!isDimension(id)) {
      return { value: id, label: id };
    }
    const { title, description } = dimensionOf(id);
    return { value: id, label: title, description };
  }
  const key = id.slice(id.indexOf(':') + 1);
  return { value: id, label: kind === 'attr' ? messages.spanAttribute(key) : messages.resourceAttribute(key) };
}
