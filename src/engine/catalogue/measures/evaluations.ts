import { call } from '../../sql/nodes.ts';
import type { Measure } from './measure.ts';

type Score<Id extends string> = Measure<Id, 'evaluations'>;

export const evaluationMeasures = {
  score_mean: {
    id: 'score_mean',
    title: 'Mean score',
    description: 'Mean of the scores given in the window, on the evaluation’s own scale',
    unit: 'none',
    decimals: 2,
    fact: 'evaluations',
    additive: false,
    none: null,
    perEvaluation: true,
    uses: ['score'],
    formula: (f) => call('avg', f('score')),
  } satisfies Score<'score_mean'>,
  score_count: {
    id: 'score_count',
    title: 'Scored calls',
    description: 'Scores given in the window',
    unit: 'short',
    fact: 'evaluations',
    additive: true,
    none: 0,
    perEvaluation: true,
    uses: ['score'],
    formula: (f) => call('count', f('score')),
  } satisfies Score<'score_count'>,
};
