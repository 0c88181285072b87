import type { Question } from './question.ts';
import { sliceColumn } from './slices.ts';
import { withConditions } from '../source/layouts/rows.ts';
import { call, column } from '../sql/nodes.ts';

/** The first column of the answer: how many rows the spans table has on a day. */
export const daySpansColumn = 'daySpans';

/** How many spans of any kind slices have: reads nothing but their time. */
export const spansCounted: Question = ({ spans }, times) => {
  const slice = times.slice(spans.time);
  return {
    kind: 'select',
    columns: [
      { as: daySpansColumn, value: call('count') },
      { as: sliceColumn, value: slice },
    ],
    ...withConditions(spans.rows(times.bounds, []), [times.isAsked(slice)]),
    groupBy: [column(sliceColumn)],
  };
};
