import { dimensionOf } from '../../catalogue/dimensions/index.ts';
import { factIds, type FactId } from '../../catalogue/facts.ts';
import { measures, type MeasureId } from '../../catalogue/measures/index.ts';
import type { RowFieldId } from '../../catalogue/rowfields.ts';
import type { Parameters } from '../context/parameters.ts';
import { pricedColumnsOf } from '../rows/rowfields.ts';
import { UserError } from '../../errors.ts';
import {
  ambiguousEvaluation,
  baselineMissing,
  boundNotTaken,
  dimensionWithoutFact,
  duplicateColumn,
  evaluationNotTaken,
  needsTime,
  notAdditive,
  topNeedsGroups,
  unknownSelect,
  whatIfMissing,
} from '../../messages.ts';
import type { MeasureQuery, MeasureRef } from '../../query/model.ts';
import { number, type Expression } from '../../sql/nodes.ts';

/** A value that a fact's rows are aggregated into. `evaluation` is the parameter with the evaluation's name. */
export interface Part {
  name: string;
  measure: MeasureId;
  fact: FactId;
  evaluation: Expression | undefined;
  /** The number that the measure takes, such as a threshold in seconds. */
  bound: Expression;
}

/** A column of the answer: one part, or the ratio of two. */
export interface Column {
  name: string;
  /** Set if it is for the host only. */
  isHidden?: true;
  title: string;
  measure: MeasureRef;
  parts: readonly Part[];
}

/** A checked measure query: its facts, columns and groups. */
export interface MeasurePlan {
  query: MeasureQuery;
  facts: FactId[];
  columns: Column[];
  parts: Part[];
  groupBy: MeasureQuery['groupBy'];
  /** The filters that have values; others have no effect. */
  filters: MeasureQuery['filters'];
  buckets: boolean;
  top: { n: number; by: Column } | undefined;
}

export function planMeasures(query: MeasureQuery, parameters: Parameters): MeasurePlan {
  const groupBy = query.groupBy.filter((id, index) => query.groupBy.indexOf(id) === index);
  const filters = query.filters.filter((filter) => filter.values.length > 0);
  const asked = query.measures.map((ref) => planColumn(ref, parameters));
  refuseDuplicates([...groupBy, ...asked.map((column) => column.name)]);
  refuseSenseless(query, filters, asked);
  const columns = sharingParts(
    dependsOnPrices(asked) ? [...asked, { ...planColumn(unseenRef, parameters), isHidden: true as const }] : asked
  );
  const parts = [...new Set(columns.flatMap((column) => column.parts))];
  return {
    query,
    facts: factIds.filter((fact) => parts.some((part) => part.fact === fact)),
    columns,
    parts,
    groupBy,
    filters,
    buckets: query.format === 'timeseries',
    top: query.top && { n: query.top.n, by: topColumn(query, columns) },
  };
}

/** Names the column that counts requests of models that the census has not seen; no column of a user begins like this. */
export const unseenColumn = '_unseen';
const unseenRef: MeasureRef = { id: 'unseen_requests', name: unseenColumn };

const dependsOnPrices = (columns: readonly Column[]): boolean =>
  columns.some(({ parts }) =>
    parts.some(({ measure }) => measures[measure].uses.some((field) => pricedColumnsOf(field).length > 0))
  );

/** Shares parts between columns, because a value, its baseline and their ratio are aggregated once. */
function sharingParts(columns: readonly Column[]): Column[] {
  const known = new Map<string, Part>();
  const shared = (part: Part): Part => {
    const key = JSON.stringify([part.measure, part.evaluation, part.bound]);
    const first = known.get(key) ?? part;
    known.set(key, first);
    return first;
  };
  return columns.map((column) => ({ ...column, parts: column.parts.map(shared) }));
}

/** Lists the row fields of a fact that the parts need. */
export function rowFieldsOf(fact: FactId, parts: readonly Part[]): RowFieldId[] {
  const own = parts.filter((part) => part.fact === fact);
  const used = own.flatMap((part) => measures[part.measure].uses);
  return [
    ...new Set<RowFieldId>([...used, ...(own.some((part) => part.evaluation) ? ['evaluationName' as const] : [])]),
  ];
}

function planColumn(ref: MeasureRef, parameters: Parameters): Column {
  const measure = measures[ref.id];
  if (ref.bound !== undefined && !measure.bound) {
    throw new UserError(boundNotTaken(ref.id), 'query');
  }
  if (ref.evaluation !== undefined && !measure.perEvaluation) {
    throw new UserError(evaluationNotTaken(ref.id), 'query');
  }
  const name = nameOf(ref);
  const evaluation = ref.evaluation === undefined ? undefined : parameters.text(ref.evaluation);
  const part = (id: MeasureId, partName: string): Part => ({
    name: partName,
    measure: id,
    fact: measures[id].fact,
    evaluation: measures[id].perEvaluation ? evaluation : undefined,
    bound: number(ref.bound ?? measures[id].bound?.default ?? 0),
  });
  const over = measure.over as readonly [MeasureId, MeasureId] | undefined;
  return {
    name,
    title: titleOf(ref),
    measure: ref,
    parts: over ? over.map((id, index) => part(id, `${name}_of_${index}`)) : [part(ref.id, name)],
  };
}

export function nameOf(ref: MeasureRef): string {
  const evaluation = ref.evaluation === undefined ? [] : [ref.evaluation.replace(/[^A-Za-z0-9]+/g, '_')];
  return ref.name ?? [ref.id, ...evaluation, ...[ref.compare, ref.as].filter((word) => word !== undefined)].join('_');
}

const words: Record<NonNullable<MeasureRef['compare'] | MeasureRef['as']>, string> = {
  baseline: 'baseline',
  ratio: 'ratio to baseline',
  difference: 'difference from baseline',
  share: 'share of total',
  running_total: 'running total',
  month_to_date: 'month to date',
};

/** Names a measure of a query as it is shown to users. */
export function titleOf(ref: MeasureRef): string {
  const title = ref.evaluation ? `${measures[ref.id].title} (${ref.evaluation})` : measures[ref.id].title;
  return [title, ...[ref.compare, ref.as].flatMap((word) => (word ? [words[word]] : []))].join(', ');
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
  const oneEvaluation = filters.some(
    (filter) => filter.dimension === 'evaluation' && filter.operator === 'in' && filter.values.length === 1
  );
  for (const column of columns) {
    const { id } = column.measure;
    for (const part of column.parts) {
      const stranger = asked.find((dimension) => !dimensionOf(dimension).facts.includes(part.fact));
      if (stranger) {
        throw new UserError(dimensionWithoutFact(stranger, id), 'query');
      }
    }
    const measure = measures[id];
    const told = column.measure.evaluation !== undefined || query.groupBy.includes('evaluation') || oneEvaluation;
    if (measure.perEvaluation && !measure.additive && !told) {
      throw new UserError(ambiguousEvaluation(id), 'query');
    }
    refusePresentation(query, column.measure);
  }
  if (query.top && query.groupBy.length === 0) {
    throw new UserError(topNeedsGroups(), 'query');
  }
}

function refusePresentation(query: MeasureQuery, { id, compare, as }: MeasureRef): void {
  if (compare && !query.baseline) {
    throw new UserError(baselineMissing(id), 'query');
  }
  if (as && !measures[id].additive) {
    throw new UserError(notAdditive(id, as), 'query');
  }
  if (as && as !== 'share' && query.format !== 'timeseries') {
    throw new UserError(needsTime(as), 'query');
  }
  if (id === 'whatif_cost' && !query.whatIf) {
    throw new UserError(whatIfMissing(), 'query');
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
