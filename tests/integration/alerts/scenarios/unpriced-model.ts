import type { Scenarios } from '../scenario.ts';

export const unpricedModel: Scenarios = {
  by: 'model',
  scenarios: {
    unknown: { fires: true, rows: (t, model) => t.now(10, { model, cost: null }) },
    'nine requests are not enough': { fires: false, rows: (t, model) => t.now(9, { model, cost: null }) },
    'the instrumentation says the cost': { fires: false, rows: (t, model) => t.now(50, { model, cost: 0.01 }) },
    'a reported cost of 0 says nothing': { fires: true, rows: (t, model) => t.now(50, { model, cost: 0 }) },
  },
};
