import type { Call, Scenarios } from '../scenario.ts';

const scored = (feature: string, relevance: number): Call => ({ feature, scores: { relevance } });

export const evaluationDrop: Scenarios = {
  by: 'feature',
  scenarios: {
    fell: {
      fires: true,
      rows: (t, feature) => {
        t.now(30, scored(feature, 3.5));
        t.before(15, scored(feature, 4));
      },
    },
    'too few scores': {
      fires: false,
      rows: (t, feature) => {
        t.now(29, scored(feature, 3.5));
        t.before(20, scored(feature, 4));
      },
    },
    'too few before': {
      fires: false,
      rows: (t, feature) => {
        t.now(30, scored(feature, 3.5));
        t.before(14, scored(feature, 4));
      },
    },
    'nine tenths are no drop': {
      fires: false,
      rows: (t, feature) => {
        t.now(30, scored(feature, 9));
        t.before(20, scored(feature, 10));
      },
    },
    'a little less than nine tenths': {
      fires: true,
      rows: (t, feature) => {
        t.now(32, scored(feature, 8.875));
        t.before(20, scored(feature, 10));
      },
    },
    'too small to matter': {
      fires: false,
      rows: (t, feature) => {
        t.now(32, scored(feature, 0.2005));
        t.before(20, scored(feature, 0.25));
      },
    },
    'just large enough': {
      fires: true,
      rows: (t, feature) => {
        t.now(32, scored(feature, 0.19921875));
        t.before(20, scored(feature, 0.25));
      },
    },
    rose: {
      fires: false,
      rows: (t, feature) => {
        t.now(32, scored(feature, 5));
        t.before(20, scored(feature, 4));
      },
    },
  },
};
