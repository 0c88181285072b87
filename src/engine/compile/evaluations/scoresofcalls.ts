import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { noReach, type Reach } from '../context/reach.ts';
import { isOpenScore } from '../context/times.ts';
import { closedRows } from '../rows/storedrows.ts';
import { evaluatedSpans, keyed, near, recordsAbout } from './evaluationrows.ts';
import { passThrough, responseId } from './records.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  named,
  same,
  text,
  type Expression,
  type Output,
  type Query,
  type Select,
} from '../../sql/nodes.ts';

/** How a call is named by scores: by its response, by its span, and by its span without the trace. */
const keys = {
  response: call('concat', text('id:'), column(responseId)),
  span: call('concat', column(spanIds.trace), text(':'), column(spanIds.span)),
  spanAlone: call('concat', text(':'), column(spanIds.span)),
} as const;

/**
 * Adds the column `score`: the mean of the scores that an evaluation gave a call, whenever it gave them; NULL if there are
 * none. A score is about a span or a response; one about another span of the same call is found by the response's id.
 *
 * `rows` have the columns `names`, the ids of trace and span, and the id of the response.
 */
export function withScores(context: Context, rows: Query, names: readonly string[], evaluation: string): Query {
  const { scores, bySpan } = scoresByKey(context, context.parameters.text(evaluation));
  const ways: readonly (keyof typeof keys)[] = bySpan ? ['response', 'span', 'spanAlone'] : ['response', 'span'];
  const told = ways.reduce<{ query: Query; found: string[] }>(
    ({ query, found }, way) => ({
      query: joined(query, [...names, responseId, ...found], way, scores),
      found: [...found, scoreBy(way)],
    }),
    { query: rows, found: [] }
  );
  return {
    kind: 'select',
    columns: [
      ...passThrough(names),
      { as: 'score', value: call('coalesce', ...told.found.map((name) => column(name))) },
    ],
    from: from(told.query),
  };
}

const scoreBy = (way: string): string => `_score_by_${way}`;

function joined(rows: Query, names: readonly string[], way: keyof typeof keys, scores: Select): Select {
  const withKey: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: '_key', value: keys[way] },
    ],
    from: from(rows),
  };
  return {
    kind: 'select',
    columns: [
      ...names.map((name) => ({ as: name, value: column('c', name) })),
      { as: scoreBy(way), value: column('s', '_given') },
    ],
    from: {
      kind: 'join',
      left: from(withKey),
      leftAs: 'c',
      right: scores,
      rightAs: 's',
      on: [['_key', '_named']],
    },
  };
}

/**
 * Selects the mean score of every key. A call's scores count for the window that the call is in. Those of closed hours are read
 * from the table of calls, and the others, also those after the window, from where they were written.
 */
function scoresByKey(asked: Context, evaluation: Expression): { scores: Select; bySpan: boolean } {
  const context: Context = { ...asked, scoresBySpan: true };
  const stored = asked.tier ? storedByName(asked, evaluation) : null;
  const open: Context = stored ? { ...context, onlyOpen: true, scoresAround: near, made: new Map() } : context;
  const { found, bySpan } = writtenByName(open, evaluation);
  const scores: Select = named('scores', {
    kind: 'select',
    columns: [
      { as: '_named', value: column('_named') },
      { as: '_given', value: call('toNullable', call('avg', column('n', '_given'))) },
    ],
    from: { kind: 'query', query: stored ? { kind: 'union', all: [stored, found] } : found, as: 'n' },
    arrayJoin: [{ as: '_named', value: column('_names') }],
    groupBy: [column('_named')],
  });
  return { scores, bySpan };
}

/** The columns `_given` and `_names` of scores: the value, and the keys of the call that it is about. */
const given = (value: Expression, ...names: Expression[]): Output[] => [
  { as: '_given', value },
  {
    as: '_names',
    value: call(
      'arrayDistinct',
      call('arrayFilter', lambda(['key'], infix('NOT IN', column('key'), array(['id:', ':'].map(text)))), array(names))
    ),
  },
];

const isAsked = (name: Expression, value: Expression, evaluation: Expression): Expression =>
  infix('AND', equal(name, evaluation), call('isNotNull', value));

function storedByName(context: Context, evaluation: Expression): Select {
  const names = ['TraceId', 'SpanId', 'ResponseId', 'EvaluationName', 'Score'];
  const [trace, span, response, name, score] = names.map((one) => column(one)) as [
    Expression,
    Expression,
    Expression,
    Expression,
    Expression,
  ];
  return {
    kind: 'select',
    columns: given(score, call('concat', trace, text(':'), span), call('concat', text('id:'), response)),
    from: from(closedRows(context, 'evaluations', names.map(same))),
    where: isAsked(name, score, evaluation),
  };
}

function writtenByName(context: Context, evaluation: Expression): { found: Select; bySpan: boolean } {
  const { records, bySpan } = recordsAbout(context);
  const [name, score] = [column(rowField('evaluationName')), column(rowField('score'))];
  const asked = isAsked(name, score, evaluation);
  const own = keyed({
    kind: 'select',
    columns: [{ as: '*', value: column('*') }],
    from: from(records),
    where: context.onlyOpen ? infix('AND', asked, isOpenScore(context, column(rowTime))) : asked,
  });
  const { evaluationLagSeconds: lag } = context.settings;
  // A score in an open hour may be about a call of a closed one.
  const reach: Reach = context.onlyOpen ? { usual: lag, lead: lag, bounded: (rows) => rows } : noReach;
  return {
    bySpan,
    found: {
      kind: 'select',
      columns: given(
        column('record', rowField('score')),
        column('record', '_about'),
        ...[column('record', responseId), column('span', `span${responseId}`)].map((id) =>
          call('concat', text('id:'), id)
        )
      ),
      from: {
        kind: 'join',
        left: from(own),
        leftAs: 'record',
        right: evaluatedSpans(context, own, { ofSpan: ['responseId'], attributes: [] }, bySpan, reach),
        rightAs: 'span',
        on: [['_about', 'about']],
      },
    },
  };
}
