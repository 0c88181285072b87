import type { BacktestResult, Firing, Incident } from '../../engine/alerts/backtest/model.ts';

/** A firing of an instance. Lists show the newest first. */
export interface Fired extends Firing {
  labels: Record<string, string>;
}

export const firedIn = ({ instances }: BacktestResult): Fired[] =>
  instances
    .flatMap(({ labels, firings }) => firings.map((firing) => ({ ...firing, labels })))
    .sort((a, b) => b.start - a.start);

export const asIncident = ({ labels, start, end }: Fired, last: number): Incident => ({
  from: start,
  to: end ?? last,
  labels,
});

/** Whether a firing overlaps an incident: with other numbers, firings begin and end at other times. */
export const isIn = ({ labels, start, end }: Fired, last: number, incident: Incident): boolean =>
  start < incident.to &&
  (end ?? last) > incident.from &&
  Object.entries(incident.labels ?? {}).every(([name, value]) => labels[name] === value);
