import type { SpanFactId } from '../../../catalogue/facts.ts';
import { spanColumn, type SpanColumnId } from '../../../catalogue/spancolumns.ts';
import type { SpanRowFieldId } from '../../../catalogue/rowfields.ts';
import { rowField, rowTime, spanIds } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import { responseId } from '../../evaluations/records.ts';
import { filteredRows } from '../../measures/filteredrows.ts';
import { condition } from '../../measures/filters.ts';
import { withoutRedacted } from '../../context/withoutredacted.ts';
import { applies, type AskedSpans } from './asked.ts';
import { fulfils, keysOf } from './conditions.ts';
import { noNumber } from '../../../sql/missing.ts';
import { call, column, combine, from, number, same, text, type Expression, type Select } from '../../../sql/nodes.ts';

/** The longest text of an error that is shown, in characters: it may hold a whole answer. */
const longestError = 300;

/**
 * Selects the spans of a fact that fulfil the filters and conditions, with the columns of all facts in one order. A fact
 * that cannot have a dimension has it `unknown`, as any row without a value; a number or flag that it cannot have is NULL.
 */
export function factSpans(context: Context, fact: SpanFactId, asked: AskedSpans): Select {
  const own = asked.filters.filter(({ dimension }) => applies(dimension, fact));
  const others = asked.filters.filter(({ dimension }) => !applies(dimension, fact));
  const has = (id: SpanColumnId): boolean => spanColumn(id).facts.includes(fact);
  const dimensions = asked.groupBy.filter((id) => applies(id, fact));
  const fields = [...asked.columns, ...asked.compared].filter(has).flatMap((id) => spanColumn(id).field ?? []);
  const scored = asked.evaluation !== undefined;
  const rows = filteredRows(
    context,
    fact,
    dimensions,
    own,
    [...new Set<SpanRowFieldId>([...fields, ...(scored && fact === 'requests' ? ['responseId' as const] : [])])],
    {
      ids: true,
      attributes: keysOf(asked.conditions, 'attribute'),
      resources: keysOf(asked.conditions, 'resource'),
    }
  );
  // Columns of a condition that rows of the fact cannot have are no columns of its rows.
  const where = combine('AND', [
    ...(asked.compared.every(has) ? asked.conditions.flatMap((one) => fulfils(context, one) ?? []) : [number(0)]),
    ...others.map((filter) => condition(context, filter, unknown)),
  ]);
  return {
    kind: 'select',
    columns: [
      ...[rowTime, spanIds.trace, spanIds.span].map(same),
      ...asked.groupBy.map((id) => ({ as: id, value: applies(id, fact) ? column(id) : unknown })),
      ...asked.columns
        .filter((id) => id !== 'score')
        .map((id) => ({ as: id, value: has(id) ? shown(context, id) : noNumber })),
      ...(scored ? [{ as: responseId, value: fact === 'requests' ? column(responseId) : text('') }] : []),
    ],
    from: from(rows.query),
    ...(where ? { where } : {}),
  };
}

const unknown = text('unknown');

function shown({ settings }: Context, id: SpanColumnId): Expression {
  const { field, kind } = spanColumn(id);
  const value = field === null ? noNumber : column(rowField(field));
  return kind === 'text'
    ? call('substringUTF8', withoutRedacted(value, settings), number(1), number(longestError))
    : call('CAST', value, text('Nullable(Float64)'));
}
