import type { Context } from '../compile/context/context.ts';
import { rowTime } from '../compile/context/columnnames.ts';
import { hourOf } from '../compile/context/tier.ts';
import { timesOf } from '../compile/context/times.ts';
import { scoresBesideSpans } from '../compile/evaluations/evaluationrows.ts';
import { call, column, from, type Expression, type Select } from '../sql/nodes.ts';

/**
 * Selects how many rows each hour of the windows is made of, as `h`, the number of the hour since 1970, and `spans`: its spans,
 * and the scores in tables of their own that were given in it. An hour with more of them than before is to be filled again.
 */
export function hourCounts(context: Context): Select {
  const ofSpans: Select = {
    kind: 'select',
    columns: counted(context.spans.time),
    ...context.spans.rows(timesOf(context), []),
    groupBy: [column('h')],
  };
  const ofScores = scoresBesideSpans(context).map((query): Select => ({
    kind: 'select',
    columns: counted(column(rowTime)),
    from: from(query),
    groupBy: [column('h')],
  }));
  return ofScores.length === 0
    ? ofSpans
    : {
        kind: 'select',
        columns: [
          { as: 'h', value: column('h') },
          { as: 'spans', value: call('sum', column('c', 'spans')) },
        ],
        from: { kind: 'query', query: { kind: 'union', all: [ofSpans, ...ofScores] }, as: 'c' },
        groupBy: [column('h')],
      };
}

const counted = (time: Expression) => [
  { as: 'h', value: hourOf(time) },
  { as: 'spans', value: call('count') },
];
