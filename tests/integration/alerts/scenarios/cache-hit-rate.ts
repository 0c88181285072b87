import type { Scenarios } from '../scenario.ts';

export const cacheHitRate: Scenarios = {
  by: 'feature',
  scenarios: {
    lost: {
      fires: true,
      rows: (t, feature) => {
        t.now(50, { feature, cached: 0 });
        t.before(20, { feature, cached: 500 });
      },
    },
    'forty-nine requests are not enough': {
      fires: false,
      rows: (t, feature) => {
        t.now(49, { feature, cached: 0 });
        t.before(20, { feature, cached: 500 });
      },
    },
    'too few before': {
      fires: false,
      rows: (t, feature) => {
        t.now(50, { feature, cached: 0 });
        t.before(19, { feature, cached: 500 });
      },
    },
    half: {
      fires: false,
      rows: (t, feature) => {
        t.now(50, { feature, cached: 250 });
        t.before(20, { feature, cached: 500 });
      },
    },
    'a little less than half': {
      fires: true,
      rows: (t, feature) => {
        t.now(50, { feature, cached: 248 });
        t.before(20, { feature, cached: 500 });
      },
    },
    'little was cached anyway': {
      fires: false,
      rows: (t, feature) => {
        t.now(50, { feature, cached: 1 });
        t.before(20, { feature, cached: 100 });
      },
    },
    'a little more was': {
      fires: true,
      rows: (t, feature) => {
        t.now(50, { feature, cached: 1 });
        t.before(20, { feature, cached: 102 });
      },
    },
  },
};
