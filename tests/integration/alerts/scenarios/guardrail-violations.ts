import { first, type Scenarios } from '../scenario.ts';

const violating = (feature: string, violations: number) =>
  first(violations, { feature, violated: true }, { feature, violated: false });
const each = (feature: string, nth: number) => (index: number) => ({ feature, violated: index % nth === 0 });

export const guardrailViolations: Scenarios = {
  by: 'feature',
  scenarios: {
    attack: {
      fires: true,
      rows: (t, feature) => {
        t.checksNow(50, violating(feature, 10));
        t.checksBefore(20, each(feature, 20));
      },
    },
    'forty-nine checks are not enough': {
      fires: false,
      rows: (t, feature) => {
        t.checksNow(49, violating(feature, 10));
        t.checksBefore(20, each(feature, 20));
      },
    },
    'too few before': {
      fires: false,
      rows: (t, feature) => {
        t.checksNow(50, violating(feature, 10));
        t.checksBefore(19, each(feature, 19));
      },
    },
    'nine violations are not enough': {
      fires: false,
      rows: (t, feature) => {
        t.checksNow(50, violating(feature, 9));
        t.checksBefore(20, each(feature, 20));
      },
    },
    'twice as many': {
      fires: false,
      rows: (t, feature) => {
        t.checksNow(100, violating(feature, 20));
        t.checksBefore(20, each(feature, 10));
      },
    },
    'a little more than twice': {
      fires: true,
      rows: (t, feature) => {
        t.checksNow(300, violating(feature, 61));
        t.checksBefore(20, each(feature, 10));
      },
    },
    'few, though many times as many': {
      fires: false,
      rows: (t, feature) => {
        t.checksNow(1000, violating(feature, 60));
        t.checksBefore(100, each(feature, 100));
      },
    },
    'a few more': {
      fires: true,
      rows: (t, feature) => {
        t.checksNow(1000, violating(feature, 61));
        t.checksBefore(100, each(feature, 100));
      },
    },
  },
};
