import type { BacktestResult, Firing, Incident } from '../../engine/alerts/backtest/model.ts';

/** A firing of an instance, newest first in a list. */
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

/** With other numbers a firing begins and ends at other times, so an incident is found again by the time they share. */
export const isIn = ({ labels, start, end }: Fired, last: number, incident: Incident): boolean =>
  start < incident.to &&
  (end ?? last) > incident.from &&
  Object.entries(incident.labels ?? {}).every(([name, value]) => labels[name] === value);
