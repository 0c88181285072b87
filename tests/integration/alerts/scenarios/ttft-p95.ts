import { first, type Scenarios } from '../scenario.ts';

export const ttftP95: Scenarios = {
  by: 'model',
  scenarios: {
    slow: { fires: true, rows: (t, model) => t.now(50, { model, firstToken: 5.0625 }) },
    'forty-nine are not enough': { fires: false, rows: (t, model) => t.now(49, { model, firstToken: 9 }) },
    'others do not stream': {
      fires: false,
      rows: (t, model) => t.now(200, first(49, { model, firstToken: 9 }, { model })),
    },
    'as slow as promised': { fires: false, rows: (t, model) => t.now(50, { model, firstToken: 5 }) },
    'two of a hundred': {
      fires: false,
      rows: (t, model) => t.now(100, first(2, { model, firstToken: 60 }, { model, firstToken: 0.5 })),
    },
  },
};
