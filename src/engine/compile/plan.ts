import { dimensionOf } from '../catalogue/dimensions/index.ts';
import { factIds, type FactId } from '../catalogue/facts.ts';
import { measures } from '../catalogue/measures/index.ts';
import { UserError } from '../errors.ts';
import {
  ambiguousEvaluation,
  boundNotTaken,
  dimensionWithoutFact,
  duplicateColumn,
  evaluationNotTaken,
  topNeedsGroups,
  unknownSelect,
} from '../messages.ts';
import type { MeasureQuery, MeasureRef } from '../query/model.ts';
import { number, type Expression } from '../sql/nodes.ts';
import type { Parameters } from './context.ts';

/** A column of the answer that is a measure. `evaluation` is the parameter that holds the evaluation's name. */
export interface Column {
  name: string;
  title: string;
  fact: FactId;
  measure: MeasureRef;
  evaluation: Expression | undefined;
  /** The number that the measure takes. */
  bound: Expression;
}

/** What a measure query asks for, checked: facts, columns, groups. */
export interface MeasurePlan {
  query: MeasureQuery;
  facts: FactId[];
  columns: Column[];
  groupBy: MeasureQuery['groupBy'];
  /** Those with values; one without is no filter. */
  filters: MeasureQuery['filters'];
  buckets: boolean;
  top: { n: number; by: Column } | undefined;
}

export function planMeasures(query: MeasureQuery, parameters: Parameters): MeasurePlan {
  const groupBy = query.groupBy.filter((id, index) => query.groupBy.indexOf(id) === index);
  const filters = query.filters.filter((filter) => filter.values.length > 0);
  const columns = query.measures.map((ref) => planColumn(ref, parameters));
  refuseDuplicates([...groupBy, ...columns.map((column) => column.name)]);
  refuseSenseless(query, filters, columns);
  return {
    query,
    facts: factIds.filter((fact) => columns.some((column) => column.fact === fact)),
    columns,
    groupBy,
    filters,
    buckets: query.format === 'timeseries',
    top: query.top && { n: query.top.n, by: topColumn(query, columns) },
  };
}

/** The row fields of a fact that the columns need. */
export function rowFieldsOf(fact: FactId, columns: readonly Column[]): string[] {
  const own = columns.filter((column) => column.fact === fact);
  const used = own.flatMap((column) => measures[column.measure.id].uses);
  return [...new Set([...used, ...(own.some((column) => column.evaluation) ? ['evaluationName'] : [])])];
}

function planColumn(ref: MeasureRef, parameters: Parameters): Column {
  const measure = measures[ref.id];
  if (ref.bound !== undefined && !measure.bound) {
    throw new UserError(boundNotTaken(ref.id), 'query');
  }
  if (ref.evaluation !== undefined && !measure.perEvaluation) {
    throw new UserError(evaluationNotTaken(ref.id), 'query');
  }
  return {
    name: ref.name ?? (ref.evaluation ? `${ref.id}_${ref.evaluation.replace(/[^A-Za-z0-9]+/g, '_')}` : ref.id),
    title: ref.evaluation ? `${measure.title} (${ref.evaluation})` : measure.title,
    fact: measure.fact,
    measure: ref,
    evaluation: ref.evaluation === undefined ? undefined : parameters.text(ref.evaluation),
    bound: number(ref.bound ?? measure.bound?.default ?? 0),
  };
}

function refuseDuplicates(names: readonly string[]): void {
  const all = ['time', ...names];
  const twice = all.find((name, index) => all.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UserError(duplicateColumn(twice), 'query');
  }
}

function refuseSenseless(query: MeasureQuery, filters: MeasureQuery['filters'], columns: readonly Column[]): void {
  const asked = [...query.groupBy, ...filters.map((filter) => filter.dimension)];
  for (const column of columns) {
    const stranger = asked.find((id) => !dimensionOf(id).facts.includes(column.fact));
    if (stranger) {
      throw new UserError(dimensionWithoutFact(stranger, column.measure.id), 'query');
    }
    const one = filters.some(
      (filter) => filter.dimension === 'evaluation' && filter.operator === 'in' && filter.values.length === 1
    );
    if (
      measures[column.measure.id].perEvaluation &&
      !measures[column.measure.id].additive &&
      !column.evaluation &&
      !query.groupBy.includes('evaluation') &&
      !one
    ) {
      throw new UserError(ambiguousEvaluation(column.measure.id), 'query');
    }
  }
  if (query.top && query.groupBy.length === 0) {
    throw new UserError(topNeedsGroups(), 'query');
  }
}

function topColumn(query: MeasureQuery, columns: readonly Column[]): Column {
  const by = query.top?.by;
  const column = by === undefined ? columns[0] : columns.find((candidate) => candidate.name === by);
  if (!column) {
    throw new UserError(
      unknownSelect(
        by ?? '',
        columns.map((candidate) => candidate.name)
      ),
      'query'
    );
  }
  return column;
}
