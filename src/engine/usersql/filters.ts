import { previousVersion } from '../catalogue/dimensions/previous.ts';
import { dimensionOf } from '../catalogue/dimensions/index.ts';
import { contextOf, type Context } from '../compile/context/context.ts';
import { condition } from '../compile/measures/filters.ts';
import { refuseLacking } from '../compile/rows/capabilities.ts';
import { dimensionValue, keyOfDimension, refuseContent } from '../compile/rows/factrows.ts';
import { pricedColumnsOf } from '../compile/rows/rowfields.ts';
import { failuresAbove } from '../compile/rows/failures.ts';
import { inheritedTags } from '../compile/rows/inheritedtags.ts';
import { reasonsAbove } from '../compile/rows/reasons.ts';
import { spanRows } from '../compile/rows/spans.ts';
import { UserError } from '../errors.ts';
import type { Notice } from '../host.ts';
import { filterNotOfRow, filtersUnused, type NotOfRow } from '../messages.ts';
import type { Filter, SqlQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import { inlined } from '../sql/inline.ts';
import { columnsIn } from '../sql/layers.ts';
import { combine, type Expression, type Output } from '../sql/nodes.ts';
import { printExpression } from '../sql/print.ts';
import type { Window } from '../window.ts';
import { filtersMacro, isFiltersMacro } from './macros.ts';
import { tokenize } from './tokenize.ts';

/** A condition over the columns of the spans table, with its parameters. */
export interface RowCondition {
  sql: string;
  params: Record<string, string>;
}

export const everyRow: RowCondition = { sql: '1', params: {} };

/** The filters of a query that its SQL, with other macros expanded, asks for; none for *All*. */
export function filtersIn(sql: string, { filters = [] }: SqlQuery): Filter[] {
  const some = filters.filter(({ values }) => values.length > 0);
  return some.length > 0 && sql.includes(filtersMacro) && tokenize(sql).some(isFiltersMacro) ? some : [];
}

/** Says that a query has filters and its SQL does not ask for them, so that nobody takes all rows for those that pass. */
export function noticesOfFilters(sql: string, query: SqlQuery): Notice[] {
  const isUnused = (query.filters ?? []).some(({ values }) => values.length > 0) && filtersIn(sql, query).length === 0;
  return isUnused ? [{ severity: 'warning', text: filtersUnused() }] : [];
}

/** Puts the condition in the place of `$__filters`, in brackets: whatever stands before it, it is no call of a function. */
export const withCondition = (sql: string, { sql: condition }: RowCondition): string =>
  sql.includes(filtersMacro)
    ? tokenize(sql)
        .map((token) => (isFiltersMacro(token) ? `(${condition})` : token.text))
        .join('')
    : sql;

interface Known {
  source: SourceDescription;
  settings: Settings;
  census: Census | null;
  window: Window;
}

/**
 * Writes filters as a condition over one row of the spans table, which reads dimensions as queries of measures do.
 *
 * Throws a UserError for content, for what the table cannot have, and for what no row says by itself.
 */
export function rowCondition(filters: readonly Filter[], known: Known): RowCondition {
  const made = contextOf(known);
  const { attributes } = made.spans;
  // Each key by itself: an expression has no other columns in which the pairs of a row could be classified first.
  const context = { ...made, spans: { ...made.spans, attributes: { ...attributes, pairs: null } } };
  const ids = [...new Set(filters.map(({ dimension }) => dimension))];
  refuseContent(
    ids.map((id) => keyOfDimension(dimensionOf(id))),
    context
  );
  refuseLacking(context, 'spans', ids, []);
  const outputs = ids.map((id): Output => ({ as: id, value: valueInRow(context, id) }));
  const all = filters.map((filter) => condition(context, filter));
  const sql = printExpression(inlined(combine('AND', all) as Expression, outputs));
  const params = Object.entries(context.parameters.values).filter(([name]) => sql.includes(`{${name}:`));
  return { sql, params: Object.fromEntries(params) };
}

function valueInRow(context: Context, id: string): Expression {
  const { from, facts, computed, attribute, resource } = dimensionOf(id);
  const refuse = (why: NotOfRow): never => {
    throw new UserError(filterNotOfRow(id, why), 'query');
  };
  if (facts.every((fact) => fact === 'evaluations')) {
    return refuse('scores');
  }
  if (id === previousVersion) {
    return refuse('history');
  }
  if (computed !== undefined) {
    return refuse(pricedColumnsOf(computed).length > 0 ? 'prices' : 'calls');
  }
  const needs = {
    fields: from.includes('errorClass') ? [...from, 'failed' as const] : from,
    attributes: attribute === undefined ? [] : [attribute],
    resources: resource === undefined ? [] : [resource],
  };
  // An attribute that is named by its key is that of the row, as in any other SQL.
  if (inheritedTags(context, { ...needs, attributes: [] }).length > 0) {
    return refuse('inherited');
  }
  if (failuresAbove(context, from) || reasonsAbove(context, from)) {
    return refuse('reasons');
  }
  const { columns } = spanRows(context, {
    ...needs,
    times: [],
    every: true,
    // The census knows the keys of gen_ai spans, but SQL may read any.
    ...(attribute === undefined ? {} : { anyOf: [attribute] }),
  });
  const value = inlined(dimensionValue(id, context), columns);
  const held = context.source.traces.columns;
  return columnsIn(value).every(([name = '']) => name in held) ? value : refuse('elsewhere');
}
