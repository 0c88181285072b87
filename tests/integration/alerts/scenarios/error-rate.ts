import { first, type Scenarios } from '../scenario.ts';

const failing = (feature: string, errors: number) => first(errors, { feature, error: 'timeout' }, { feature });

export const errorRate: Scenarios = {
  by: 'feature',
  scenarios: {
    failing: { fires: true, rows: (t, feature) => t.now(50, failing(feature, 10)) },
    'forty-nine requests are not enough': { fires: false, rows: (t, feature) => t.now(49, failing(feature, 10)) },
    'nine errors are not enough': { fires: false, rows: (t, feature) => t.now(50, failing(feature, 9)) },
    'a tenth may fail': { fires: false, rows: (t, feature) => t.now(100, failing(feature, 10)) },
    'a little more than a tenth': { fires: true, rows: (t, feature) => t.now(990, failing(feature, 100)) },
    'all is well': { fires: false, rows: (t, feature) => t.now(200, { feature }) },
  },
};
