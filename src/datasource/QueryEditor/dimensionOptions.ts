import type { ComboboxOption } from '@grafana/ui';

import { dimensionOption } from '../../components/dimensionOption.ts';
import { dimensionIds, isDimension, type DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import { find } from './search.ts';

type Option = ComboboxOption<DimensionId>;

const known: Option[] = dimensionIds.map(dimensionOption);

/** Offers dimensions of the catalogue, and the typed text as the key of an attribute. */
export function searchDimensions(typed: string): Promise<Option[]> {
  const key = typed.trim();
  const custom: DimensionId[] = [`attr:${key}`, `resource:${key}`];
  return Promise.resolve([...find(known, typed), ...custom.filter(isDimension).map(dimensionOption)]);
}
