import type { ComboboxOption } from '@grafana/ui';

import { dimensionOption } from '../../components/dimensionOption.ts';
import { isDimension, type DimensionId } from '../../engine/catalogue/dimensions/index.ts';

type Option = ComboboxOption<DimensionId>;

/** Offers the dimensions by which the rule can be grouped, and the typed text as the key of an attribute. */
export function searchGroupable(groupable: readonly DimensionId[]): (typed: string) => Promise<Option[]> {
  return async (typed) => {
    const key = typed.trim();
    const custom: DimensionId[] = [`attr:${key}`, `resource:${key}`];
    const known = groupable.map(dimensionOption);
    const wanted = known.filter(({ label, value }) => `${label} ${value}`.toLowerCase().includes(key.toLowerCase()));
    return [...wanted, ...custom.filter(isDimension).map(dimensionOption)];
  };
}
