import type { Change, Firing, Incident, Instance } from './model.ts';
import { firing } from './runs.ts';
import { tickAt, type Schedule } from './schedule.ts';
import type { Simulated } from './simulate.ts';

/** Firings that follow each other within this time, in milliseconds, are flaps. */
const flap = 600_000;

/** Sums up an instance's states. */
export function instanceOf({ labels, turns, runs }: Simulated, schedule: Schedule, lowest: boolean): Instance {
  const changes = turns.map(({ tick, state, reason }): Change => ({ at: tickAt(schedule, tick), state, reason }));
  const end = tickAt(schedule, schedule.count);
  const farthest = (peaks: readonly number[]): number | null =>
    peaks.length === 0 ? null : lowest ? Math.min(...peaks) : Math.max(...peaks);
  const firings: Firing[] = [];
  let start: number | null = null;
  changes.forEach(({ at, state }, index) => {
    // A recovering instance still fires: nobody is notified otherwise.
    const fires = state === 'Alerting' || (state === 'Recovering' && start !== null);
    if (fires) {
      start ??= at;
    }
    const isLast = index === changes.length - 1;
    if (start !== null && (!fires || isLast)) {
      const over = fires ? null : at;
      const from = start;
      const peaks = runs
        .filter(
          (run) =>
            run.symbol === firing && tickAt(schedule, run.to) > from && tickAt(schedule, run.from) < (over ?? end)
        )
        .flatMap(({ peak }) => (peak === null ? [] : [peak]));
      firings.push({ start, end: over, peak: farthest(peaks) });
      start = null;
    }
  });
  return {
    labels,
    changes,
    firings,
    firingSeconds: firings.reduce((sum, one) => sum + ((one.end ?? end) - one.start) / 1000, 0),
    flaps: firings.filter(({ start: began }, index) => began - (firings[index - 1]?.end ?? -Infinity) <= flap).length,
  };
}

/** Milliseconds by which a rule may have noticed an incident before the people who marked it. */
const sooner = 600_000;

/** Whether a firing belongs to an incident, in which it must begin: an earlier firing says nothing about it. */
export function belongs({ start }: Firing, { labels }: Pick<Instance, 'labels'>, incident: Incident): boolean {
  return (
    start >= incident.from - sooner &&
    start < incident.to &&
    Object.entries(incident.labels ?? {}).every(([name, value]) => labels[name] === value)
  );
}
