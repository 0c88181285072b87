import { first, type Scenario, type Scenarios } from '../scenario.ts';

const scored = (evaluation: string, evaluator: string) => ({ scores: { [evaluation]: 4 }, evaluator });

/** Of some scores, the first are those of an older version. */
const twoVersions = (older: number, all: number): Scenario['rows'] => {
  const version = first(older, 'judge@1', 'judge@2');
  return (t, evaluation) => t.now(all, (index) => scored(evaluation, version(index)));
};

export const evaluatorChanged: Scenarios = {
  by: 'evaluation',
  scenarios: {
    'another version': {
      fires: true,
      rows: twoVersions(6, 12),
    },
    'early in the window': {
      fires: true,
      rows: twoVersions(1, 48),
    },
    'the day before': {
      fires: false,
      rows: (t, evaluation) => {
        t.before(2, scored(evaluation, 'judge@1'));
        t.now(12, scored(evaluation, 'judge@2'));
      },
    },
    'nine scores are not enough': {
      fires: false,
      rows: twoVersions(4, 9),
    },
    'ten are': {
      fires: true,
      rows: twoVersions(4, 10),
    },
    'one version': { fires: false, rows: (t, evaluation) => t.now(20, scored(evaluation, 'judge@1')) },
    'another evaluator': {
      fires: false,
      rows: (t, evaluation) => {
        t.now(12, scored(evaluation, 'judge@1'));
        t.now(12, scored(evaluation, 'other@2'));
      },
    },
  },
};
