import { first, type Scenarios } from '../scenario.ts';

export const costPerRequest: Scenarios = {
  by: 'feature',
  scenarios: {
    dearer: {
      fires: true,
      rows: (t, feature) => {
        t.now(50, { feature, cost: 0.02 });
        t.before(20, { feature, cost: 0.01 });
      },
    },
    'forty-nine requests are not enough': {
      fires: false,
      rows: (t, feature) => {
        t.now(49, { feature, cost: 0.02 });
        t.before(20, { feature, cost: 0.01 });
      },
    },
    'too few before': {
      fires: false,
      rows: (t, feature) => {
        t.now(50, { feature, cost: 0.02 });
        t.before(19, { feature, cost: 0.01 });
      },
    },
    'three tenths more are allowed': {
      fires: false,
      rows: (t, feature) => {
        t.now(50, first(35, { feature, cost: 1 }, { feature, cost: 2 }));
        t.before(20, { feature, cost: 1 });
      },
    },
    'a little more than three tenths': {
      fires: true,
      rows: (t, feature) => {
        t.now(50, first(34, { feature, cost: 1 }, { feature, cost: 2 }));
        t.before(20, { feature, cost: 1 });
      },
    },
    'too cheap to matter': {
      fires: false,
      rows: (t, feature) => {
        t.now(50, { feature, cost: 0.0005 });
        t.before(20, { feature, cost: 0.0000078125 });
      },
    },
    'just dear enough': {
      fires: true,
      rows: (t, feature) => {
        t.now(50, { feature, cost: 0.000509 });
        t.before(20, { feature, cost: 0.000001 });
      },
    },
    'no price now': {
      fires: false,
      rows: (t, feature) => {
        t.now(50, { feature, cost: null, model: 'of the house' });
        t.before(20, { feature, cost: 0.01 });
      },
    },
  },
};
