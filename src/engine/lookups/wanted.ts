import { previousVersion as dimension } from '../catalogue/dimensions/previous.ts';
import { windowsOfEvents } from '../compile/kinds/events/windows.ts';
import { countingOf } from '../compile/kinds/values/counting.ts';
import { zoneOf } from '../compile/context/zone.ts';
import { measures, type MeasureId } from '../catalogue/measures/index.ts';
import type { Request } from '../host.ts';
import type { CompiledQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import { baselineOf, windowOf, type Window } from '../window.ts';

/** Returns the windows that a query reads, for its lookups. */
export function windowsOfQuery(query: CompiledQuery, request: Request, settings: Settings): Window[] {
  const window = windowOf(request, query, settings.delaySeconds);
  if (query.kind === 'events') {
    return windowsOfEvents(query, window);
  }
  if (query.kind !== 'measure') {
    return [window];
  }
  const baselines = baselineOf(window, query.baseline);
  return [window, ...(zoneOf(query, settings) === undefined ? baselines : baselines.map(aroundIt))];
}

/** In a time zone, the same hour of the clock is up to an hour earlier or later. */
const aroundIt = (window: Window): Window => ({ ...window, from: window.from - hour, to: window.to + hour });
const hour = 3_600_000;

/** Whether the query reads scores. */
export function asksForScores(query: CompiledQuery): boolean {
  const reads = (id: MeasureId): boolean =>
    [id, ...((measures[id].over ?? []) as readonly MeasureId[])].some((one) => measures[one].fact === 'evaluations');
  switch (query.kind) {
    case 'measure':
      return query.measures.some(({ id }) => reads(id));
    case 'values':
      return (countingOf(query)?.measures ?? []).some(({ id }) => reads(id));
    case 'spans':
      return query.evaluation !== undefined;
    case 'events':
      return query.events.includes('evaluator_changes');
    default:
      return query.kind === 'prompt_compare';
  }
}

/**
 * Returns the windows whose days a query needs a census of, and whether it needs their scores: then the windows include
 * those of the spans that scores may be about, and vice versa.
 */
export function censusOf(
  query: CompiledQuery,
  windows: readonly Window[],
  { evaluationLagSeconds, evaluationReachSeconds }: Settings
): { windows: readonly Window[]; scores: boolean } {
  if (query.kind === 'trace' || query.kind === 'conversation') {
    // Its scores are those of its own spans, whenever they were given, and are read without knowing their keys.
    return { windows, scores: false };
  }
  const scores = asksForScores(query);
  const lag = scores ? evaluationLagSeconds * 1000 : 0;
  const reach = scores ? Math.max(evaluationLagSeconds, evaluationReachSeconds) * 1000 : 0;
  return { windows: windows.map((window) => ({ ...window, from: window.from - reach, to: window.to + lag })), scores };
}

export const asksForPrevious = (query: CompiledQuery): boolean =>
  ('dimension' in query && query.dimension === dimension) ||
  ('groupBy' in query && query.groupBy.some((id) => id === dimension)) ||
  ('filters' in query && query.filters.some((filter) => filter.dimension === dimension));
