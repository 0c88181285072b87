import { contextOf } from '../../compile/context/context.ts';
import { zoneOf } from '../../compile/context/zone.ts';
import { answered } from '../../compile/measures/unite.ts';
import { measureStatement } from '../../compile/statement.ts';
import type { Context } from '../../compile/context/context.ts';
import { filteredRows } from '../../compile/measures/filteredrows.ts';
import { planMeasures, rowFieldsOf, type MeasurePlan } from '../../compile/measures/plan.ts';
import type { Statement } from '../../host.ts';
import type { MeasureQuery } from '../../query/model.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Select } from '../../sql/nodes.ts';
import type { Window } from '../../window.ts';
import { baselineOf, baselineWindows } from './baseline.ts';
import { runsOf, type Asked } from './runlengths.ts';
import { placesOf, type Schedule, type Sliding } from './schedule.ts';
import { slidingParts } from './sliding.ts';

/** Returns the windows that a measure query reads for all ticks. */
export function windowsRead(query: MeasureQuery, schedule: Schedule, sliding: Sliding, settings: Settings): Window[] {
  const places = placesOf(schedule, sliding);
  const { step, length } = sliding;
  // In a time zone, a baseline window may begin up to an hour earlier.
  const margin = query.baseline && zoneOf(query, settings) !== undefined ? 3600 : 0;
  const window: Window = {
    from: (places.first * step - length - margin) * 1000,
    to: places.last * step * 1000,
    step,
    delay: sliding.behind,
  };
  const baselines = baselineWindows(baselineOf(query, sliding), sliding, places, window);
  return [
    window,
    ...baselines.map(({ from, to, ...like }) => ({ ...like, from: from - margin * 1000, to: to + margin * 1000 })),
  ];
}

/** Builds one statement for all ticks of a measure query, which returns the condition's run lengths per label set. */
export function backtestStatement(
  query: MeasureQuery,
  schedule: Schedule,
  sliding: Sliding,
  asked: Asked,
  settings: Settings,
  known: Pick<Context, 'source' | 'census' | 'history' | 'tier'>
): Statement {
  const [window, ...baselines] = windowsRead(query, schedule, sliding, settings);
  const context = contextOf({ ...known, settings, window: window as Window, baselines, query, filters: query.filters });
  const plan = planMeasures(query, context.parameters);
  const select = runsOf(valuesOf(context, plan, sliding), plan.groupBy, schedule, sliding, asked);
  return measureStatement(select, context, { fromAlert: true });
}

/** Computes the query's columns for every label set and window, as a live evaluation does for one window. */
function valuesOf(context: Context, plan: MeasurePlan, sliding: Sliding): Select {
  const baseline = baselineOf(plan.query, sliding);
  const branches = plan.facts.map((fact) => {
    const rows = filteredRows(context, fact, plan.groupBy, plan.filters, rowFieldsOf(fact, plan.parts));
    return slidingParts(context, plan, fact, rows.query, sliding, baseline);
  });
  // `time` is a group, as in a time series, so that totals over all groups refer to one moment.
  return answered(context, { ...plan, buckets: true }, branches);
}
