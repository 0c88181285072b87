import { spanColumn, type SpanColumnId } from '../../../catalogue/spancolumns.ts';
import type { Compiled } from '../../compiled.ts';
import { rowTime, spanIds } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import { withScores } from '../../evaluations/scoresofcalls.ts';
import { dimensionColumn, tableColumn } from '../../tablecolumns.ts';
import { askedOf, type AskedSpans } from './asked.ts';
import { compared } from './conditions.ts';
import { factSpans } from './factspans.ts';
import type { ColumnPlan, Request } from '../../../host.ts';
import type { SpansQuery } from '../../../query/model.ts';
import { call, column, combine, from, same, text, type Query, type Select } from '../../../sql/nodes.ts';

/**
 * Lists spans, ordered by one column: the slowest, costliest, worst-scored, failed, cut off or latest.
 *
 *   rows of each fact    filtered, by the conditions too
 *     │ 1. united
 *     │ 2. scored        with the score of an evaluation, if it is asked for
 *     │ 3. ordered       the first `limit`; rows without the number come last
 */
export function spansTable(context: Context, query: SpansQuery, request: Request): Compiled {
  const asked = askedOf(query, request);
  const { facts, groupBy, columns, evaluation } = asked;
  const all = facts.map((fact) => factSpans(context, fact, asked));
  const [only] = all;
  const united: Query = only && all.length === 1 ? only : { kind: 'union', all };
  const rows =
    evaluation === undefined
      ? united
      : withScores(
          context,
          united,
          [rowTime, spanIds.trace, spanIds.span, ...groupBy, ...columns.filter((id) => id !== 'score')],
          evaluation
        );
  return {
    select: listed(context, query, asked, rows),
    facts: evaluation === undefined ? facts : [...facts, 'evaluations'],
    frame: {
      type: 'table',
      preferredVisualisation: 'table',
      columns: [
        tableColumn('time', 'Time'),
        tableColumn('trace_id', 'Trace'),
        tableColumn('span_id', 'Span'),
        ...groupBy.map(dimensionColumn),
        ...columns.map((id) => shownColumn(id, evaluation)),
      ],
    },
  };
}

function listed(
  context: Context,
  query: SpansQuery,
  { groupBy, columns, conditions }: AskedSpans,
  rows: Query
): Select {
  const ofScores = conditions.flatMap((one) =>
    one.on === 'column' && one.column === 'score' ? [compared(context, column('score'), one)] : []
  );
  const where = combine('AND', ofScores);
  const descending = query.direction !== 'asc';
  return {
    kind: 'select',
    columns: [
      { as: 'time', value: call('toTimeZone', column(rowTime), text('UTC')) },
      { as: 'trace_id', value: column(spanIds.trace) },
      { as: 'span_id', value: column(spanIds.span) },
      ...[...groupBy, ...columns].map(same),
    ],
    from: from(rows),
    ...(where ? { where } : {}),
    orderBy: [
      { by: column(query.orderBy), direction: descending ? 'DESC' : 'ASC' },
      { by: column('span_id'), direction: 'ASC' },
    ],
    limit: query.limit,
  };
}

function shownColumn(id: SpanColumnId, evaluation: string | undefined): ColumnPlan {
  const { title, unit } = spanColumn(id);
  return tableColumn(id, id === 'score' && evaluation !== undefined ? `${title} (${evaluation})` : title, { unit });
}
