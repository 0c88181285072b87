import { first, type Scenarios } from '../scenario.ts';

const failing = (feature: string, errors: number) => first(errors, { feature, error: 'timeout' }, { feature });
/** Makes every `nth` call fail, wherever a window begins. */
const each = (feature: string, nth: number) => (index: number) =>
  index % nth === 0 ? { feature, error: 'timeout' } : { feature };

export const errorSpike: Scenarios = {
  by: 'feature',
  scenarios: {
    spike: {
      fires: true,
      rows: (t, feature) => {
        t.now(50, failing(feature, 10));
        t.before(20, each(feature, 20));
      },
    },
    'forty-nine requests are not enough': {
      fires: false,
      rows: (t, feature) => {
        t.now(49, failing(feature, 10));
        t.before(20, each(feature, 20));
      },
    },
    'too few before': {
      fires: false,
      rows: (t, feature) => {
        t.now(50, failing(feature, 10));
        t.before(19, each(feature, 19));
      },
    },
    'four errors are not enough': {
      fires: false,
      rows: (t, feature) => {
        t.now(50, failing(feature, 4));
        t.before(100, each(feature, 100));
      },
    },
    'five errors are': {
      fires: true,
      rows: (t, feature) => {
        t.now(50, failing(feature, 5));
        t.before(100, each(feature, 100));
      },
    },
    'three times as many': {
      fires: false,
      rows: (t, feature) => {
        t.now(100, failing(feature, 12));
        t.before(100, each(feature, 25));
      },
    },
    'a little more than three times': {
      fires: true,
      rows: (t, feature) => {
        t.now(500, failing(feature, 61));
        t.before(100, each(feature, 25));
      },
    },
    'few, though many times as many': {
      fires: false,
      rows: (t, feature) => {
        t.now(1000, failing(feature, 60));
        t.before(100, each(feature, 100));
      },
    },
    'a few more': {
      fires: true,
      rows: (t, feature) => {
        t.now(1000, failing(feature, 61));
        t.before(100, each(feature, 100));
      },
    },
  },
};
