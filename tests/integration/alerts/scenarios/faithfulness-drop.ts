import { first, type Scenarios, type Call } from '../scenario.ts';

const scored = (feature: string, faithfulness: number): Call => ({
  feature,
  promptVersion: 'v2',
  scores: { faithfulness },
});
const plain = (feature: string): Call => ({ feature, promptVersion: 'v2' });

export const faithfulnessDrop: Scenarios = {
  by: 'feature',
  recovers: (t, feature) => t.now(128, scored(feature, 4.5)),
  scenarios: {
    low: {
      fires: true,
      rows: (t, feature) => t.now(101, first(20, scored(feature, 3.25), plain(feature))),
    },
    'a hundred requests are not enough': {
      fires: false,
      rows: (t, feature) => t.now(100, first(20, scored(feature, 3.25), plain(feature))),
    },
    'nineteen scores are not enough': {
      fires: false,
      rows: (t, feature) => t.now(101, first(19, scored(feature, 3.25), plain(feature))),
    },
    'as low as may be': {
      fires: false,
      rows: (t, feature) => t.now(128, scored(feature, 3.5)),
    },
    'just below': {
      fires: true,
      rows: (t, feature) => t.now(128, scored(feature, 3.484375)),
    },
    'never scored': { fires: false, rows: (t, feature) => t.now(200, plain(feature)) },
    'another evaluation': {
      fires: false,
      rows: (t, feature) => t.now(200, { ...plain(feature), scores: { relevance: 1, faithfulness: 4 } }),
    },
  },
};
