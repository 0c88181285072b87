import { measures as catalogue, type MeasureId } from '../../engine/catalogue/measures/index.ts';
import { nameOf } from '../../engine/compile/measures/plan.ts';
import type { Comparison, Format, MeasureQuery, MeasureRef, Presentation } from '../../engine/query/model.ts';

const day = 86400;

/** What a comparison is made with until the user says otherwise: a week ago. */
const usualBaseline = { offset: 7 * day };

/** The measure with an option, or without it. */
export function withOption<Key extends Exclude<keyof MeasureRef, 'id'>>(
  measure: MeasureRef,
  key: Key,
  value: MeasureRef[Key]
): MeasureRef {
  const options = Object.entries({ ...measure, [key]: value }).filter(([, option]) => option !== undefined);
  return Object.fromEntries(options) as unknown as MeasureRef;
}

/** Another measure, with the options that it takes. The bound and the column's name were of the old one. */
export function withId({ evaluation, compare, as }: MeasureRef, id: MeasureId): MeasureRef {
  const { perEvaluation, additive } = catalogue[id];
  return {
    id,
    ...(perEvaluation && evaluation ? { evaluation } : {}),
    ...(compare ? { compare } : {}),
    ...(additive && as ? { as } : {}),
  };
}

/** How a measure may be shown. Only what adds up has a total, and ratios do not. */
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

/** What is chosen stays visible, so that it can be unchosen. */
function withCurrent<Choice>(choices: Choice[], current: Choice | undefined): Choice[] {
  return current === undefined || choices.includes(current) ? choices : [...choices, current];
}

/**
 * The query with other measures. What goes with a measure comes and goes with it, and references to a column whose
 * name changes follow it.
 */
export function withMeasures<Query extends MeasureQuery>(query: Query, measures: MeasureRef[]): Query {
  const { baseline, whatIf, timezone, select, top, ...rest } = query;
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
    ...(timezone && measures.some(({ as }) => as === 'month_to_date') ? { timezone } : {}),
  } as Query;
}

/** Whether the query's values can be shown as a heatmap: it is of how those of one measure are spread. */
export function hasDistribution({ measures }: MeasureQuery): boolean {
  const [only] = measures;
  return measures.length === 1 && only !== undefined && catalogue[only.id]?.distribution !== undefined;
}

/** The query in another format, without what that has no place for. */
export function withFormat<Query extends MeasureQuery>(query: Query, format: Format): Query {
  if (format !== 'heatmap') {
    return { ...query, format };
  }
  const { top: _, ...rest } = query;
  const plain = query.measures.map((measure) => withOption(withOption(measure, 'compare', undefined), 'as', undefined));
  return withMeasures({ ...rest, format, groupBy: [] } as MeasureQuery as Query, plain);
}
