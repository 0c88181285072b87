import type { ComboboxOption } from '@grafana/ui';

import {
  customDimension,
  dimensionOf,
  isDimension,
  type DimensionId,
} from '../../engine/catalogue/dimensions/index.ts';
import { messages } from './messages.ts';

type Option = ComboboxOption<DimensionId>;

export function dimensionOption(id: DimensionId): Option {
  const [, kind] = customDimension.exec(id) ?? [];
  if (kind === undefined) {
    const { title, description } = dimensionOf(id);
    return { value: id, label: title, description };
  }
  const key = id.slice(id.indexOf(':') + 1);
  return { value: id, label: kind === 'attr' ? messages.spanAttribute(key) : messages.resourceAttribute(key) };
}

/** Those that the rule can be grouped by, and what was typed as the key of an attribute. */
export function searchGroupable(groupable: readonly DimensionId[]): (typed: string) => Promise<Option[]> {
  return async (typed) => {
    const key = typed.trim();
    const custom: DimensionId[] = [`attr:${key}`, `resource:${key}`];
    const known = groupable.map(dimensionOption);
    const wanted = known.filter(({ label, value }) => `${label} ${value}`.toLowerCase().includes(key.toLowerCase()));
    return [...wanted, ...custom.filter(isDimension).map(dimensionOption)];
  };
}
