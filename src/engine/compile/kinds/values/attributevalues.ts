import type { DimensionId } from '../../../catalogue/dimensions/index.ts';
import type { Context } from '../../context/context.ts';
import { filteredRows } from '../../measures/filteredrows.ts';
import { countOf } from '../../measures/rowcount.ts';
import type { Counted } from './counted.ts';
import { valuesProbed } from '../../../messages.ts';
import type { Filter } from '../../../query/model.ts';
import { call, column, from, infix, text } from '../../../sql/nodes.ts';

/** How far back, and in how many spans, values of an attribute are looked for: it may be different in every span. */
const probedHours = 24;
const probedRows = 1_000_000;

/** Counts the values of an attribute in gen_ai spans of any kind, within bounds that a notice says. */
export function attributeValues(
  context: Context,
  dimension: DimensionId,
  filters: readonly Filter[]
): Omit<Counted, 'title'> {
  const { window } = context;
  const recent: Context = {
    ...context,
    window: { ...window, from: Math.max(window.from, window.to - probedHours * 3_600_000) },
  };
  const rows = filteredRows(recent, 'spans', [dimension], filters, []);
  return {
    rows: {
      kind: 'select',
      columns: [
        { as: 'value', value: column(dimension) },
        { as: 'count', value: call('toFloat64', countOf(recent)) },
      ],
      from: from({
        kind: 'select',
        columns: rows.columns.map((name) => ({ as: name, value: column(name) })),
        from: from(rows.query),
        where: infix('!=', column(dimension), text('unknown')),
        limit: probedRows,
      }),
      groupBy: [column(dimension)],
    },
    facts: ['spans'],
    notices: [{ severity: 'info', text: valuesProbed(probedRows, probedHours) }],
  };
}
