import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { NamedDimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { Format, MeasureRef, SpansQuery } from '../../../src/engine/query/model.ts';
import { MeasureTarget, spansTarget } from './query.ts';
import { filtersOf } from './variables.ts';

/** Returns what asks the questions of a dashboard's panels, which its variables narrow. */
export function asking(narrowedBy: readonly NamedDimensionId[]) {
  const filters = filtersOf(narrowedBy);
  const measures =
    (format: Format) =>
    (...asked: (MeasureId | MeasureRef)[]) =>
      new MeasureTarget(format, ...asked).filters(filters);
  return {
    table: measures('table'),
    series: measures('timeseries'),
    heatmap: measures('heatmap'),
    spans: (query: Parameters<typeof spansTarget>[0] & Partial<SpansQuery>) => spansTarget(query, filters),
    filters,
  };
}

/** Selects a measure of the evaluation that the dashboard's variable chooses; its column has the measure's name. */
export const chosen = (id: MeasureId, more: Partial<MeasureRef> = {}): MeasureRef => ({
  id,
  evaluation: '$evaluation',
  name: id,
  ...more,
});
