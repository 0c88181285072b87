/** US dollars per million tokens. */
export interface Price {
  input: number;
  cachedInput: number;
  output: number;
}

export interface Model {
  provider: string;
  /** The model that the service requests. */
  request: string;
  /** The model that the provider reports. */
  response: string;
  /** null if nobody knows what it costs, and the instrumentation reports no cost. */
  price: Price | null;
  /** Median time to the first chunk, ms. */
  firstChunkMs: number;
  tokensPerSecond: number;
  responseIdPrefix: string;
}

export const MODELS = {
  'gpt-4o': {
    provider: 'openai',
    request: 'gpt-4o',
    response: 'gpt-4o-2024-08-06',
    price: { input: 2.5, cachedInput: 1.25, output: 10 },
    firstChunkMs: 420,
    tokensPerSecond: 95,
    responseIdPrefix: 'chatcmpl-',
  },
  'gpt-4o-mini': {
    provider: 'openai',
    request: 'gpt-4o-mini',
    response: 'gpt-4o-mini-2024-07-18',
    price: { input: 0.15, cachedInput: 0.075, output: 0.6 },
    firstChunkMs: 310,
    tokensPerSecond: 130,
    responseIdPrefix: 'chatcmpl-',
  },
  'text-embedding-3-small': {
    provider: 'openai',
    request: 'text-embedding-3-small',
    response: 'text-embedding-3-small',
    price: { input: 0.02, cachedInput: 0.02, output: 0 },
    firstChunkMs: 60,
    tokensPerSecond: 1e6,
    responseIdPrefix: 'emb-',
  },
  'claude-sonnet-4-5': {
    provider: 'anthropic',
    request: 'claude-sonnet-4-5',
    response: 'claude-sonnet-4-5-20250929',
    price: { input: 3, cachedInput: 0.3, output: 15 },
    firstChunkMs: 650,
    tokensPerSecond: 75,
    responseIdPrefix: 'msg_',
  },
  'claude-3-5-haiku': {
    provider: 'anthropic',
    request: 'claude-3-5-haiku-latest',
    response: 'claude-3-5-haiku-20241022',
    price: { input: 0.8, cachedInput: 0.08, output: 4 },
    firstChunkMs: 380,
    tokensPerSecond: 120,
    responseIdPrefix: 'msg_',
  },
  'halden-notes': {
    provider: 'mistral_ai',
    request: 'halden-notes-24b',
    response: 'halden-notes-24b-2606',
    price: null,
    firstChunkMs: 260,
    tokensPerSecond: 110,
    responseIdPrefix: 'cmpl-',
  },
} as const satisfies Record<string, Model>;

export type ModelId = keyof typeof MODELS;

export interface Usage {
  /** Includes the cached ones. */
  input: number;
  cachedInput: number;
  output: number;
}

/** @returns US dollars, or null if the model has no price */
export function costOf(model: Model, usage: Usage): number | null {
  return (
    model.price &&
    ((usage.input - usage.cachedInput) * model.price.input +
      usage.cachedInput * model.price.cachedInput +
      usage.output * model.price.output) /
      1e6
  );
}
