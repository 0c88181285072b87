import { rowField, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { noReach } from '../context/reach.ts';
import { evaluatedSpans, keyed, recordsAbout } from './evaluationrows.ts';
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
  text,
  type Expression,
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

/** Selects the mean score of every key. A call's scores count for the window that the call is in. */
function scoresByKey(asked: Context, evaluation: Expression): { scores: Select; bySpan: boolean } {
  const context: Context = { ...asked, scoresBySpan: true };
  const { records, bySpan } = recordsAbout(context);
  const own = keyed({
    kind: 'select',
    columns: [{ as: '*', value: column('*') }],
    from: from(records),
    where: infix(
      'AND',
      equal(column(rowField('evaluationName')), evaluation),
      call('isNotNull', column(rowField('score')))
    ),
  });
  const found: Select = {
    kind: 'select',
    columns: [
      { as: '_given', value: column('record', rowField('score')) },
      {
        as: '_names',
        value: call(
          'arrayDistinct',
          call(
            'arrayFilter',
            lambda(['key'], infix('NOT IN', column('key'), array(['id:', ':'].map(text)))),
            array([column('record', '_about'), call('concat', text('id:'), column('span', `span${responseId}`))])
          )
        ),
      },
    ],
    from: {
      kind: 'join',
      left: from(own),
      leftAs: 'record',
      right: evaluatedSpans(context, own, { ofSpan: ['responseId'], attributes: [] }, bySpan, noReach),
      rightAs: 'span',
      on: [['_about', 'about']],
    },
  };
  const scores: Select = named('scores', {
    kind: 'select',
    columns: [
      { as: '_named', value: column('_named') },
      { as: '_given', value: call('toNullable', call('avg', column('n', '_given'))) },
    ],
    from: { kind: 'query', query: found, as: 'n' },
    arrayJoin: [{ as: '_named', value: column('_names') }],
    groupBy: [column('_named')],
  });
  return { scores, bySpan };
}
