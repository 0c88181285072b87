import type { Scenarios } from '../scenario.ts';

export const latencyP99: Scenarios = {
  by: 'feature',
  scenarios: {
    slow: { fires: true, rows: (t, feature) => t.now(100, { feature, seconds: 30.25 }) },
    'ninety-nine requests are not enough': {
      fires: false,
      rows: (t, feature) => t.now(99, { feature, seconds: 60 }),
    },
    'as slow as promised': { fires: false, rows: (t, feature) => t.now(100, { feature, seconds: 30 }) },
    'one slow call in two hundred': {
      fires: false,
      rows: (t, feature) => t.now(200, (index) => ({ feature, seconds: index === 7 ? 600 : 2 })),
    },
    'three slow calls in two hundred': {
      fires: true,
      rows: (t, feature) => t.now(200, (index) => ({ feature, seconds: index % 70 === 7 ? 600 : 2 })),
    },
  },
};
