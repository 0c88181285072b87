import { first, type Call, type Scenarios } from '../scenario.ts';

/** Of some calls, the first report only their input, so that a part of their cost is unknown. */
const partly = (count: number, model: string) => {
  const output = first<Pick<Call, 'output'>>(count, { output: null }, {});
  return (index: number): Call => ({ ...{ model: 'gpt-4o', cost: null, provider: model }, ...output(index) });
};
const whole = (provider: string): Call => ({ provider, cost: null });
/** Three calls of twenty. */
const often =
  (provider: string) =>
  (index: number): Call => ({
    ...whole(provider),
    ...(index % 20 < 3 ? { output: null } : {}),
  });

export const partlyPriced: Scenarios = {
  by: 'provider',
  scenarios: {
    'all of a sudden': {
      fires: true,
      rows: (t, name) => {
        t.now(100, partly(20, name));
        t.before(100, whole(name));
      },
    },
    'edge: one in ten': {
      fires: false,
      rows: (t, name) => {
        t.now(100, partly(10, name));
        t.before(100, whole(name));
      },
    },
    'just under one in ten': {
      fires: false,
      rows: (t, name) => {
        t.now(2000, partly(199, name));
        t.before(100, whole(name));
      },
    },
    'just over one in ten': {
      fires: true,
      rows: (t, name) => {
        t.now(2000, partly(201, name));
        t.before(100, whole(name));
      },
    },
    'just under one in twenty more': {
      fires: false,
      rows: (t, name) => {
        t.now(2000, partly(399, name));
        t.before(100, often(name));
      },
    },
    'just over one in twenty more': {
      fires: true,
      rows: (t, name) => {
        t.now(2000, partly(401, name));
        t.before(100, often(name));
      },
    },
    'as always': {
      fires: false,
      rows: (t, name) => {
        t.now(100, partly(20, name));
        t.before(100, { ...whole(name), output: null });
      },
    },
    'few requests': {
      fires: false,
      rows: (t, name) => {
        t.now(49, partly(20, name));
        t.before(100, whole(name));
      },
    },
    'just enough requests': {
      fires: true,
      rows: (t, name) => {
        t.now(50, partly(20, name));
        t.before(100, whole(name));
      },
    },
    'few before': {
      fires: false,
      rows: (t, name) => {
        t.now(100, partly(20, name));
        t.before(19, whole(name));
      },
    },
    'just enough before': {
      fires: true,
      rows: (t, name) => {
        t.now(100, partly(20, name));
        t.before(20, whole(name));
      },
    },
  },
};
