import { calcPrice } from '@pydantic/genai-prices';

/** An entry of LiteLLM's price table: US dollars a token or a use, by the table's own names, such as `input_cost_per_token_flex`. */
export type LitellmEntry = Readonly<Record<string, unknown>>;

/** LiteLLM's names of providers, with what it writes before their models' names, by the id that genai-prices gives them. */
const providers: Readonly<Record<string, readonly { name: RegExp; prefixes: readonly string[] }[]>> = {
  anthropic: [{ name: /^anthropic$/, prefixes: [''] }],
  aws: [{ name: /^bedrock/, prefixes: ['bedrock/', ''] }],
  azure: [{ name: /^azure(?:_ai)?$/, prefixes: ['azure/', 'azure_ai/'] }],
  cohere: [{ name: /^cohere/, prefixes: ['cohere/', ''] }],
  deepseek: [{ name: /^deepseek$/, prefixes: ['deepseek/', ''] }],
  fireworks: [{ name: /^fireworks_ai/, prefixes: ['fireworks_ai/'] }],
  google: [
    { name: /^gemini$/, prefixes: ['gemini/', ''] },
    { name: /^vertex_ai/, prefixes: ['vertex_ai/', ''] },
  ],
  groq: [{ name: /^groq$/, prefixes: ['groq/'] }],
  mistral: [{ name: /^mistral$/, prefixes: ['mistral/'] }],
  openai: [{ name: /^openai$/, prefixes: ['openai/', ''] }],
  openrouter: [{ name: /^openrouter$/, prefixes: ['openrouter/'] }],
  perplexity: [{ name: /^perplexity$/, prefixes: ['perplexity/'] }],
  together: [{ name: /^together_ai$/, prefixes: ['together_ai/'] }],
  'x-ai': [{ name: /^xai$/, prefixes: ['xai/'] }],
};

/** An entry that is about a model of genai-prices, and how exactly it names it. */
interface Found extends Named {
  model: string;
}

/** An entry, by the provider as genai-prices names it and the model's name at that provider. */
interface Named {
  provider: string;
  name: string;
  entry: LitellmEntry;
}

/** The entries of providers that genai-prices has as well, in the order of their names. */
export function namedIn(table: Readonly<Record<string, LitellmEntry>>): Named[] {
  return Object.entries(table)
    .flatMap(([key, entry]) =>
      Object.entries(providers).flatMap(([provider, spellings]) => {
        const spelling = spellings.find(({ name }) => name.test(String(entry['litellm_provider'])));
        const prefix = spelling?.prefixes.find((one) => key.startsWith(one));
        return prefix === undefined ? [] : [{ provider, name: key.slice(prefix.length), entry }];
      })
    )
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Finds the models of genai-prices that the entries of LiteLLM's table are about. */
function modelsOf(table: Readonly<Record<string, LitellmEntry>>): Found[] {
  return namedIn(table).flatMap((named) => {
    const found = calcPrice({}, named.name, { providerId: named.provider });
    return found?.provider.id === named.provider ? [{ ...named, model: found.model.id }] : [];
  });
}

/** What is kept of LiteLLM's table: by provider and model of genai-prices, the entry that is about it. */
export interface Litellm {
  version: string;
  providers: Readonly<Record<string, Readonly<Record<string, LitellmEntry>>>>;
}

/** Keeps of LiteLLM's table what the price table is made from: of several entries about a model, that of its own name, else the latest. */
export function keptOf(version: string, table: Readonly<Record<string, LitellmEntry>>): Litellm {
  const kept: Record<string, Record<string, LitellmEntry>> = {};
  for (const { provider, model, name, entry } of modelsOf(table)) {
    const models = (kept[provider] ??= {});
    if (models[model]?.['name'] !== model) {
      models[model] = { name, ...pricesOf(entry) };
    }
  }
  return {
    version,
    providers: sorted(Object.entries(kept).map(([id, models]) => [id, sorted(Object.entries(models))])),
  };
}

/** The prices of tokens and searches, less those of tiers, sizes and kinds that the price table leaves out. */
function pricesOf(entry: LitellmEntry): LitellmEntry {
  const isKept = (name: string): boolean =>
    /_token(?:_cost)?(?:_above_1hr)?(?:_above_\d+k_tokens)?(?:_flex|_priority|_batches)?$/.test(name) ||
    name === 'search_context_cost_per_query';
  return Object.fromEntries(Object.entries(entry).filter(([name]) => name.includes('cost') && isKept(name)));
}

const sorted = <T>(entries: [string, T][]): Record<string, T> =>
  Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
