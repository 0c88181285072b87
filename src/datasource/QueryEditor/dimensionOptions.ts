import type { ComboboxOption } from '@grafana/ui';

import {
  customDimension,
  dimensionIds,
  dimensions,
  isDimension,
  type DimensionId,
} from '../../engine/catalogue/dimensions/index.ts';
import { messages } from './messages.ts';
import { find } from './search.ts';

type Option = ComboboxOption<DimensionId>;

const known: Option[] = dimensionIds.map((id) => ({
  value: id,
  label: dimensions[id].title,
  description: dimensions[id].description,
}));

/** Dimensions of the catalogue, and what was typed as the key of an attribute. */
export function searchDimensions(typed: string): Promise<Option[]> {
  const key = typed.trim();
  const custom: DimensionId[] = [`attr:${key}`, `resource:${key}`];
  return Promise.resolve([...find(known, typed), ...custom.filter(isDimension).map(dimensionOption)]);
}

/** How a dimension is shown; one that a file misspelled as it is. */
export function dimensionOption(id: DimensionId): Option {
  const [, kind] = customDimension.exec(id) ?? [];
  const key = id.slice(id.indexOf(':') + 1);
  const label = kind === 'attr' ? messages.spanAttribute(key) : messages.resourceAttribute(key);
  return kind === undefined
    ? (known.find(({ value }) => value === id) ?? { value: id, label: id })
    : { value: id, label };
}
