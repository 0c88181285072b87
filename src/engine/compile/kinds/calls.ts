import { callColumns } from '../../catalogue/calls.ts';
import type { Compiled } from '../compiled.ts';
import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { dimensionColumn, tableColumn } from '../tablecolumns.ts';
import { filtersOf } from './refuse.ts';
import { filteredRows } from '../measures/filteredrows.ts';
import { UserError } from '../../errors.ts';
import type { Request } from '../../host.ts';
import { callsNotForAlerts } from '../../messages.ts';
import type { CallsQuery } from '../../query/model.ts';
import { call, column, from, type Output } from '../../sql/nodes.ts';

const fact = 'requests';

/** Lists individual model calls, ordered by one column, such as the slowest, most expensive or latest calls. */
export function callsTable(context: Context, query: CallsQuery, request: Request): Compiled {
  if (request.fromAlert) {
    throw new UserError(callsNotForAlerts(), 'query');
  }
  const filters = filtersOf(query, request, fact);
  const shown = [...new Set([...query.columns, ...(query.orderBy === 'time' ? [] : [query.orderBy])])];
  const fields = [...new Set(shown.map((id) => callColumns[id].field))];
  const rows = filteredRows(context, fact, query.groupBy, filters, fields, { ids: true });
  const outputs: Output[] = [
    { as: 'time', value: column(rowTime) },
    { as: 'trace_id', value: column(spanIds.trace) },
    { as: 'span_id', value: column(spanIds.span) },
    ...query.groupBy.map((id) => ({ as: id, value: column(id) })),
    ...shown.map((id) => ({ as: id, value: call('toFloat64', column(rowField(callColumns[id].field))) })),
  ];
  return {
    select: {
      kind: 'select',
      columns: outputs,
      from: from(rows.query),
      orderBy: [
        { by: column(query.orderBy), direction: 'DESC' },
        { by: column('span_id'), direction: 'ASC' },
      ],
      limit: query.limit,
    },
    facts: [fact],
    frame: {
      type: 'table',
      preferredVisualisation: 'table',
      columns: [
        tableColumn('time', 'Time'),
        tableColumn('trace_id', 'Trace'),
        tableColumn('span_id', 'Span'),
        ...query.groupBy.map(dimensionColumn),
        ...shown.map((id) => tableColumn(id, callColumns[id].title, { unit: callColumns[id].unit })),
      ],
    },
  };
}
