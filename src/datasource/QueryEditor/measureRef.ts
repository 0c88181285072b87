import { measures as catalogue, type MeasureId } from '../../engine/catalogue/measures/index.ts';
import { nameOf } from '../../engine/compile/measures/plan.ts';
import type { Comparison, Format, MeasureQuery, MeasureRef, Presentation } from '../../engine/query/model.ts';

const day = 86400;

/** The default baseline: a week ago. */
const usualBaseline = { offset: 7 * day };

/** Sets or removes an option of a measure. */
export function withOption<Key extends Exclude<keyof MeasureRef, 'id'>>(
  measure: MeasureRef,
  key: Key,
  value: MeasureRef[Key]
): MeasureRef {
  const options = Object.entries({ ...measure, [key]: value }).filter(([, option]) => option !== undefined);
  return Object.fromEntries(options) as unknown as MeasureRef;
}

/** Replaces a measure, keeping the options that the new one takes, but not the bound and the column's name. */
export function withId({ evaluation, compare, as }: MeasureRef, id: MeasureId): MeasureRef {
  const { perEvaluation, additive } = catalogue[id];
  return {
    id,
    ...(perEvaluation && evaluation ? { evaluation } : {}),
    ...(compare ? { compare } : {}),
    ...(additive && as ? { as } : {}),
  };
}

/** Lists how a measure may be shown. Only additive values have a total, which ratios are not. */
export function presentationsOf({ id, compare, as }: MeasureRef, format: Format): Presentation[] {
  const adds = catalogue[id]?.additive && compare !== 'ratio';
  const sensible: Record<Format, Presentation[]> = {
    timeseries: ['share', 'running_total', 'month_to_date'],
    table: ['share'],
    heatmap: [],
  };
  return withCurrent(adds ? sensible[format] : [], as);
}

export function comparisonsOf({ compare, as }: MeasureRef, format: Format): Comparison[] {
  const sensible: Comparison[] = as ? ['baseline', 'difference'] : ['baseline', 'ratio', 'difference'];
  return withCurrent(format === 'heatmap' ? [] : sensible, compare);
}

/** Keeps the current choice visible, so that it can be changed. */
function withCurrent<Choice>(choices: Choice[], current: Choice | undefined): Choice[] {
  return current === undefined || choices.includes(current) ? choices : [...choices, current];
}

/**
 * Replaces the measures of a query. Fields that depend on a measure are added and removed with it, and references to a
 * renamed column are updated.
 */
export function withMeasures<Query extends MeasureQuery>(query: Query, measures: MeasureRef[]): Query {
  const { baseline, whatIf, select, top, ...rest } = query;
  const renamed = (name: string): string => {
    const index = query.measures.findIndex((measure) => nameOf(measure) === name);
    const now = measures.length === query.measures.length ? measures[index] : undefined;
    return now ? nameOf(now) : name;
  };
  return {
    ...rest,
    measures,
    ...(select === undefined ? {} : { select: renamed(select) }),
    ...(top === undefined ? {} : { top: top.by === undefined ? top : { ...top, by: renamed(top.by) } }),
    ...(measures.some(({ compare }) => compare) ? { baseline: baseline ?? usualBaseline } : {}),
    ...(whatIf && measures.some(({ id }) => id === 'whatif_cost') ? { whatIf } : {}),
  } as Query;
}

/** Whether the query can be shown as a heatmap, which needs the distribution of a single measure. */
export function hasDistribution({ measures }: MeasureQuery): boolean {
  const [only] = measures;
  return measures.length === 1 && only !== undefined && catalogue[only.id]?.distribution !== undefined;
}

/** Changes the format of a query, and removes what the new format does not support. */
export function withFormat<Query extends MeasureQuery>(query: Query, format: Format): Query {
  if (format !== 'heatmap') {
    return { ...query, format };
  }
  const { top: _, ...rest } = query;
  const plain = query.measures.map((measure) => withOption(withOption(measure, 'compare', undefined), 'as', undefined));
  return withMeasures({ ...rest, format, groupBy: [] } as MeasureQuery as Query, plain);
}
