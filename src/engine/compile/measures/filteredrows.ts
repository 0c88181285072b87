import type { FactId } from '../../catalogue/facts.ts';
import type { ScoreFieldId } from '../../catalogue/rowfields.ts';
import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import { oncePerStatement, type Context } from '../context/context.ts';
import { evaluationRows } from '../evaluations/evaluationrows.ts';
import { aligned, periodColumn } from './aggregate.ts';
import { filtered } from './filters.ts';
import { minuteStep } from './minutes.ts';
import { rowFieldsOf, type MeasurePlan } from './plan.ts';
import { madeOf, withPrevious } from './previousversion.ts';
import { largestGroups, withRest } from './top.ts';
import { factRows, rawColumns, type Asked } from '../rows/factrows.ts';
import { groupedColumns, groupFactors } from '../rows/minuterows.ts';
import type { RowField } from '../rows/rowfields.ts';
import { weights } from '../rows/weights.ts';
import type { Filter } from '../../query/model.ts';
import { named, type Query } from '../../sql/nodes.ts';

/** Prepares a fact's rows for aggregation: filtered, moved into one window, and with small groups as one. */
export function rowsOfFact(context: Context, plan: MeasurePlan, fact: FactId): Query {
  const { query, columns } = alignedRows(context, plan, fact);
  if (!plan.top) {
    return query;
  }
  const { by, n } = plan.top;
  const largest = oncePerStatement(context, 'largest', () =>
    named(
      'largest',
      largestGroups(context, plan, by, n, (one) => alignedRows(context, plan, one).query)
    )
  );
  return withRest(query, columns, plan.groupBy, largest);
}

/** Moves a fact's rows into one window, as a named subquery if the largest groups are computed from them as well. */
function alignedRows(context: Context, plan: MeasurePlan, fact: FactId): { query: Query; columns: string[] } {
  return oncePerStatement(context, `rows of ${fact}`, () => {
    const rows = filteredRows(context, fact, plan.groupBy, plan.filters, rowFieldsOf(fact, plan.parts), {
      step: minuteStep(context, plan, fact, plan.buckets ? context.window.step : undefined),
    });
    const query = aligned(context, rows.query, rows.columns, plan.query.baseline?.offset ?? 0);
    return {
      query: plan.top ? named(`rows_of_${fact}`, query) : query,
      columns: context.baselines.length > 0 ? [...rows.columns, periodColumn] : rows.columns,
    };
  });
}

/** The fields that rows of a fact can have: a field of another fact would be a missing column. */
type FieldOf<Fact extends FactId> = Fact extends 'evaluations' ? ScoreFieldId : RowField;

/**
 * Selects a fact's rows that pass the filters, with the names of their columns. `ids` adds the ids of trace and span, `attributes`
 * and `resources` what spans say under those keys; with a `step`, calls of whole hours come as rows of several.
 */
export function filteredRows<Fact extends FactId>(
  context: Context,
  fact: Fact,
  groupBy: readonly string[],
  filters: readonly Filter[],
  fields: readonly FieldOf<Fact>[],
  { ids = false, step, ...raw }: Pick<Asked, 'ids' | 'step' | 'attributes' | 'resources'> = {}
): { query: Query; columns: string[] } {
  const dimensions = [...new Set([...groupBy, ...filters.map((filter) => filter.dimension)])];
  const told = madeOf(dimensions);
  const rows =
    fact === 'evaluations'
      ? evaluationRows(context, told, fields as readonly ScoreFieldId[])
      : factRows(context, fact, { dimensions: told, fields: fields as readonly RowField[], ids, step, ...raw });
  const counted = fact === 'evaluations' ? [] : step === undefined ? weights(context) : groupFactors;
  const columns = [
    rowTime,
    ...(ids ? [spanIds.trace, spanIds.span] : []),
    ...dimensions,
    ...[...fields, ...counted].map(rowField),
    ...rawColumns(raw),
    ...(step === undefined ? [] : groupedColumns(fields)),
  ];
  return { query: filtered(context, withPrevious(context, rows, columns), columns, filters), columns };
}
