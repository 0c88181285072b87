import type { ComboboxOption } from '@grafana/ui';

import { knownModels } from '../../engine/pricing/models.ts';
import { defaultPriceSettings, priceSettings } from '../../engine/settings/prices.ts';
import type { MeasureQuery } from '../../engine/query/model.ts';
import { messages } from './messages.ts';

type WhatIf = NonNullable<MeasureQuery['whatIf']>;

/** Lists models with a price, by provider; `prices` is the data source's setting. */
export function whatIfOptions(prices: unknown): ComboboxOption[] {
  const parsed = priceSettings.safeParse(prices);
  return knownModels(parsed.success ? parsed.data : defaultPriceSettings).map(({ provider, model, title }) => ({
    value: valueOf({ provider, model }),
    label: title,
    group: title === model ? messages.ownPrices : title.slice(0, -`: ${model}`.length),
  }));
}

/** Writes a model as the value of an option; a name without a provider, such as a typed one, stays as it is. */
export function valueOf({ provider, model }: WhatIf): string {
  return provider === '' ? model : `${provider}\n${model}`;
}

export function whatIfOf(value: string): WhatIf {
  const [provider = '', model] = value.split('\n');
  return model === undefined ? { provider: '', model: value } : { provider, model };
}
