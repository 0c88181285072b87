import type { ModelInfo, Provider } from '@pydantic/genai-prices';

import { furtherRates } from './further.ts';
import type { LitellmEntry } from './litellm.ts';
import { pricesText } from './prices.ts';
import { ruleText } from './rule.ts';

/** Writes a provider as `#openai \t OpenAI \t ~openai \t ^gpt- =whisper-1 \t fallback,fallback`. */
export function providerLine(provider: Provider): string {
  return columns(
    `#${provider.id}`,
    provider.name,
    provider.provider_match ? ruleText(provider.provider_match) : '',
    provider.model_match ? ruleText(provider.model_match) : '',
    (provider.fallback_model_providers ?? []).join(',')
  );
}

/** Writes a model as `gpt-4o \t = =gpt-4o-2024-08-06 \t 128000 \t 2.5 10 1.25`, where a lone `=` stands for the id. */
export function modelLine(model: ModelInfo, further?: LitellmEntry): string {
  const window = String(model.context_window ?? '');
  return columns(model.id, ruleText(model.match, model.id), window, pricesText(model, furtherRates(further)));
}

function columns(...values: string[]): string {
  const broken = values.find((value) => /[\t\n]/.test(value));
  if (broken !== undefined) {
    throw new Error(`The price table cannot contain a tab or a line break: ${JSON.stringify(broken)}`);
  }
  return values.join('\t').trimEnd();
}
