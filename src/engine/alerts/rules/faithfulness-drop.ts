import { dashboards, panelOf } from '../dashboards.ts';
import { enough } from '../numbers.ts';
import { keepLast, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, decimal, label, whereKnown } from '../texts.ts';

const evaluation = 'faithfulness';

export const faithfulnessDrop: AlertRule = {
  uid: 'genai-faithfulness-drop',
  title: 'Faithfulness dropped',
  question: 'Are a feature’s answers still faithful to its sources?',
  statement: measured({
    measures: [
      { id: 'requests', name: 'requests' },
      { id: 'score_mean', evaluation, name: 'score' },
      { id: 'score_count', evaluation, name: 'scored' },
    ],
    groupBy: ['feature', 'team', 'prompt_version', 'previous_prompt_version'],
  }),
  groupable: ['feature', 'team', 'prompt', 'prompt_version', 'previous_prompt_version', 'model', 'customer', 'service'],
  window: 30 * 60,
  show: { N: 'requests', S: 'scored', A: 'score' },
  value: 'A',
  guards: [
    enough('requests', { refId: 'N', is: '>', number: 100, means: 'requests in the window: enough traffic to matter' }),
    enough('scores', { refId: 'S', number: 20, means: 'scores in the window: enough for a mean' }),
  ],
  trigger: [
    {
      id: 'score',
      title: 'Minimum mean score',
      unit: 'none',
      refId: 'A',
      is: '<',
      number: 3.5,
      min: 0,
      max: 100,
      means: 'mean score, on the judge’s scale of 1 to 5',
    },
  ],
  pending: 10 * 60,
  noData: keepLast(
    'Scores are sparse and arrive late. A window without scores means neither that quality is bad nor that it has recovered, and features that are never scored stay quiet.'
  ),
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window, number }) => ({
    summary: `Faithfulness of ${label('feature')} is ${decimal('A')} with prompt version ${label('prompt_version')}`,
    description: `The mean faithfulness score of ${label('feature')} over the last ${window} is ${decimal('A')}, below ${number('score')}, from ${count('S')} scores and ${count('N')} requests. The prompt version is ${label('prompt_version')}${whereKnown('previous_prompt_version', (version) => `; the previous one was ${version}`)}. Answers may no longer be supported by their sources. Compare the two versions, and the models and retrieval before and after the drop.`,
  }),
  panel: panelOf(dashboards.quality, 'meanScoreByFeature'),
};
