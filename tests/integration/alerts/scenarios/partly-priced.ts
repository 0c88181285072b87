import { first, type Call, type Each, type Scenario, type Scenarios } from '../scenario.ts';

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
/** Every call. */
const without = (provider: string): Call => ({ ...whole(provider), output: null });

/** Calls of which some are partly priced, after calls that `was` gives. */
const rose =
  (now: { of: number; partly: number; before?: number; was?: (provider: string) => Each<Call> }): Scenario['rows'] =>
  (t, name) => {
    const { before = 100, was = whole } = now;
    t.now(now.of, partly(now.partly, name));
    t.before(before, was(name));
  };

export const partlyPriced: Scenarios = {
  by: 'provider',
  scenarios: {
    'all of a sudden': {
      fires: true,
      rows: rose({ of: 100, partly: 20 }),
    },
    'edge: one in ten': {
      fires: false,
      rows: rose({ of: 100, partly: 10 }),
    },
    'just under one in ten': {
      fires: false,
      rows: rose({ of: 2000, partly: 199 }),
    },
    'just over one in ten': {
      fires: true,
      rows: rose({ of: 2000, partly: 201 }),
    },
    'just under one in twenty more': {
      fires: false,
      rows: rose({ of: 2000, partly: 399, was: often }),
    },
    'just over one in twenty more': {
      fires: true,
      rows: rose({ of: 2000, partly: 401, was: often }),
    },
    'as always': {
      fires: false,
      rows: rose({ of: 100, partly: 20, was: without }),
    },
    'few requests': {
      fires: false,
      rows: rose({ of: 49, partly: 20 }),
    },
    'just enough requests': {
      fires: true,
      rows: rose({ of: 50, partly: 20 }),
    },
    'few before': {
      fires: false,
      rows: rose({ of: 100, partly: 20, before: 19 }),
    },
    'just enough before': {
      fires: true,
      rows: rose({ of: 100, partly: 20, before: 20 }),
    },
  },
};
