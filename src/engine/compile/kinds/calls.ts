import { callColumns } from '../../catalogue/calls.ts';
import { dimensionOf } from '../../catalogue/dimensions/index.ts';
import type { Compiled } from '../compiled.ts';
import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { filteredRows } from '../measures/filteredrows.ts';
import { UserError } from '../../errors.ts';
import type { ColumnPlan, Request } from '../../host.ts';
import { callsNotForAlerts, dimensionWithoutFact } from '../../messages.ts';
import type { CallsQuery } from '../../query/model.ts';
import { call, column, from, type Output } from '../../sql/nodes.ts';

const fact = 'requests';

/** Single calls of a model, the first by one column: which were slowest, dearest, last. */
export function callsTable(context: Context, query: CallsQuery, request: Request): Compiled {
  if (request.fromAlert) {
    throw new UserError(callsNotForAlerts(), 'query');
  }
  const filters = query.filters.filter((filter) => filter.values.length > 0);
  const stranger = [...query.groupBy, ...filters.map((filter) => filter.dimension)].find(
    (id) => !dimensionOf(id).facts.includes(fact)
  );
  if (stranger !== undefined) {
    throw new UserError(dimensionWithoutFact(stranger, 'calls'), 'query');
  }
  const shown = [...new Set([...query.columns, ...(query.orderBy === 'time' ? [] : [query.orderBy])])];
  const fields = [...new Set(shown.map((id) => callColumns[id].field))];
  const rows = filteredRows(context, fact, query.groupBy, filters, fields, true);
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
        { name: 'time', role: 'field', config: { displayNameFromDS: 'Time' } },
        { name: 'trace_id', role: 'field', config: { displayNameFromDS: 'Trace' } },
        { name: 'span_id', role: 'field', config: { displayNameFromDS: 'Span' } },
        ...query.groupBy.map<ColumnPlan>((id) => ({
          name: id,
          role: 'field',
          config: { displayNameFromDS: dimensionOf(id).title, description: dimensionOf(id).description },
        })),
        ...shown.map<ColumnPlan>((id) => ({
          name: id,
          role: 'field',
          config: { displayNameFromDS: callColumns[id].title, unit: callColumns[id].unit },
        })),
      ],
    },
  };
}
