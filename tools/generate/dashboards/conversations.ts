import { TextBoxVariableBuilder, type Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import { asking, chosen } from './ask.ts';
import { dashboardOf } from './dashboard.ts';
import { linkTo, ofCell, ofSeries } from './links.ts';
import { narrowing } from './narrowing.ts';
import { answerTable, dataBar, legends, strip, table, timeseries, withoutRest } from './panels/index.ts';
import { QueryTarget } from './query.ts';
import { evaluationVariable } from './variables.ts';

const { panels } = dashboards.conversations;
const { table: rows, series } = asking(narrowing.conversations);

const named = 8;

/** Builds the dashboard on conversations: which are long, expensive, failed or badly scored, and what happened in one. */
export const conversations = (): Dashboard =>
  dashboardOf('conversations', {
    description: 'Which conversations are long, expensive, failed or badly scored, and the turns of one of them.',
    choices: [
      evaluationVariable(),
      new TextBoxVariableBuilder('conversation')
        .label('Conversation')
        .description('The conversation whose turns are shown: choose it in the list, or write its id')
        .defaultValue(''),
    ],
    next: ['quality', 'agents', 'tokens'],
    rows: [
      { title: 'Conversations', panels: [...numbers(), ...overTime(), ...list()] },
      { title: 'One conversation', panels: one() },
    ],
  });

function numbers() {
  return strip(rows, [
    {
      id: 1,
      title: 'Conversations',
      description: 'Distinct conversations or sessions (gen_ai.conversation.id, session.id) with at least one call.',
      measure: 'conversations',
    },
    {
      id: 2,
      title: 'Mean length',
      description: 'Calls in conversations divided by conversations.',
      measure: 'turns_per_conversation',
      missing: 'no conversations',
    },
    {
      id: 3,
      title: 'Conversation cost',
      description: 'Cost of the calls in conversations, divided by conversations.',
      measure: 'cost_per_conversation',
      missing: 'no conversations',
    },
    { id: 4, title: 'Users', description: 'Distinct users (user.id) with at least one call.', measure: 'users' },
    {
      id: 5,
      title: 'Errors',
      description: 'Calls that failed, in conversations or not.',
      measure: 'errors',
      links: [linkTo('reliability')],
    },
    {
      id: 6,
      title: 'Mean score',
      description: 'Mean of the chosen evaluation’s scores that were given in the time range.',
      measure: chosen('score_mean'),
      missing: 'no scores',
      links: [linkTo('quality')],
    },
  ]);
}

function overTime() {
  const third = { width: 8, height: 10 };
  const by = (
    id: number,
    measure: 'conversations' | 'turns_per_conversation' | 'cost_per_conversation',
    title: string,
    description: string
  ) =>
    timeseries(
      {
        ...{ ...third, id, title, description, measure },
        query: series(measure, 'requests').groupBy('feature').top(named, 'requests').select(measure),
        links: [linkTo('conversations', { feature: ofSeries('feature') })],
      },
      legends.highest
    );
  return [
    by(
      7,
      'conversations',
      'Conversations by feature',
      'Distinct conversations with a call in the interval: one that lasts counts in each of its intervals.'
    ),
    by(
      8,
      'turns_per_conversation',
      'Requests per conversation by feature',
      'Calls in conversations divided by conversations, per interval.'
    ),
    by(
      9,
      'cost_per_conversation',
      'Cost per conversation by feature',
      'Cost of the calls in conversations divided by conversations, per interval.'
    ),
  ];
}

function list() {
  const headings = { score_mean: 'Mean score' };
  const links = { Conversation: [linkTo('conversations', { conversation: ofCell() })] };
  const asked = [chosen('score_mean'), 'latency_p95', 'total_tokens'] as const;
  return [
    table(
      {
        width: 24,
        height: 11,
        id: panels.mostExpensive,
        title: 'Most expensive conversations',
        description:
          'The 50 conversations that cost the most in the time range, with the mean of the chosen evaluation’s scores. Choose one to see its turns below.',
        missing: 'No conversations. Write gen_ai.conversation.id on the spans of calls.',
        query: rows('cost', 'requests', 'errors', ...asked)
          .groupBy('conversation', 'feature')
          .top(50, 'cost'),
      },
      { headings, links }
    )
      .overrideByName('Cost', dataBar)
      .withTransformation(withoutRest('Conversation')),
    table(
      {
        width: 24,
        height: 9,
        id: 12,
        title: 'Conversations with the most errors',
        description: 'The 20 conversations with the most failed calls in the time range.',
        query: rows('errors', 'requests', 'cost', ...asked)
          .groupBy('conversation', 'feature')
          .top(20, 'errors'),
      },
      { headings, links }
    ).withTransformation(withoutRest('Conversation')),
  ];
}

function one() {
  const seconds = [{ id: 'unit', value: 's' }];
  const count = [{ id: 'unit', value: 'short' }];
  return [
    answerTable({
      width: 24,
      height: 14,
      id: panels.turns,
      title: 'Turns of $conversation',
      description:
        'Every model call, tool call and agent run of the conversation in the time range, turn by turn, over all its traces. Prompts and answers are in the trace, for those who may read them.',
      missing: 'Choose a conversation in the lists above, or write its id in the field "Conversation".',
      query: new QueryTarget({
        ...{ version: 1, kind: 'conversation', format: 'table' },
        conversationId: '$conversation',
      }),
      titles: {
        Time: [],
        Turn: count,
        Trace: [],
        Operation: [],
        Agent: [],
        Tool: [],
        Model: [],
        Duration: seconds,
        'Input tokens': count,
        'Output tokens': count,
        Cost: [
          { id: 'unit', value: 'currencyUSD' },
          { id: 'decimals', value: 4 },
        ],
      },
      hidden: [
        ...['Span', 'Depth', 'Time to first token', 'Cache read tokens', 'Reasoning tokens', 'Cost source'],
        ...['Failed', 'Error class', 'Finish reason', 'Input', 'Output', 'Scores'],
      ],
    }),
  ];
}
