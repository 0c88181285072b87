import type { Scenarios } from '../scenario.ts';

const scored = (evaluation: string) => ({ scores: { [evaluation]: 4 }, evaluator: 'judge@1' });

export const evaluatorSilent: Scenarios = {
  by: 'evaluation',
  scenarios: {
    silent: { fires: true, rows: (t, evaluation) => t.before(60, scored(evaluation)) },
    'one score in fifty is left': {
      fires: false,
      rows: (t, evaluation) => {
        t.now(2, scored(evaluation));
        t.before(100, scored(evaluation));
      },
    },
    'less than one in fifty': {
      fires: true,
      rows: (t, evaluation) => {
        t.now(2, scored(evaluation));
        t.before(101, scored(evaluation));
      },
    },
    'there were few before': { fires: false, rows: (t, evaluation) => t.before(29, scored(evaluation)) },
    'there were a few more before': { fires: true, rows: (t, evaluation) => t.before(30, scored(evaluation)) },
    'as usual': {
      fires: false,
      rows: (t, evaluation) => {
        t.now(60, scored(evaluation));
        t.before(60, scored(evaluation));
      },
    },
  },
};
