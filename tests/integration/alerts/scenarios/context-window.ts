import { first, type Scenarios } from '../scenario.ts';

/** The context window of gpt-4o is 128,000 tokens. */
export const contextWindow: Scenarios = {
  by: 'feature',
  scenarios: {
    full: { fires: true, rows: (t, feature) => t.now(20, { feature, input: 116_000 }) },
    'nineteen requests are not enough': { fires: false, rows: (t, feature) => t.now(19, { feature, input: 127_000 }) },
    'nine tenths may be': { fires: false, rows: (t, feature) => t.now(20, { feature, input: 115_200 }) },
    'a single full prompt': {
      fires: false,
      rows: (t, feature) => t.now(100, first(1, { feature, input: 127_000 }, { feature, input: 1000 })),
    },
  },
};
