import { first, type Scenarios } from '../scenario.ts';

const scored = (evaluation: string, evaluator: string) => ({ scores: { [evaluation]: 4 }, evaluator });

export const evaluatorChanged: Scenarios = {
  by: 'evaluation',
  scenarios: {
    'another version': {
      fires: true,
      rows: (t, evaluation) => {
        const version = first(6, 'judge@1', 'judge@2');
        t.now(12, (index) => scored(evaluation, version(index)));
      },
    },
    'early in the window': {
      fires: true,
      rows: (t, evaluation) => {
        const version = first(1, 'judge@1', 'judge@2');
        t.now(48, (index) => scored(evaluation, version(index)));
      },
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
      rows: (t, evaluation) => {
        const version = first(4, 'judge@1', 'judge@2');
        t.now(9, (index) => scored(evaluation, version(index)));
      },
    },
    'ten are': {
      fires: true,
      rows: (t, evaluation) => {
        const version = first(4, 'judge@1', 'judge@2');
        t.now(10, (index) => scored(evaluation, version(index)));
      },
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
