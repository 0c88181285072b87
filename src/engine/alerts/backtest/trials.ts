import { belongs } from './firings.ts';
import type { Incident, Instance, Trial } from './model.ts';

export function trialOf(value: number, instances: readonly Instance[], incidents: readonly Incident[]): Trial {
  const firings = instances.flatMap((instance) => instance.firings.map((firing) => ({ firing, instance })));
  const isOf = (incident: Incident) => firings.some(({ firing, instance }) => belongs(firing, instance, incident));
  return {
    value,
    firings: firings.length,
    caught: incidents.filter(isOf).length,
    falseAlarms: firings.filter(
      ({ firing, instance }) => !incidents.some((incident) => belongs(firing, instance, incident))
    ).length,
  };
}

/** Suggests, of the values that catch the most, the one with the fewest false alarms, and then the nearest to the current one. */
export function suggested(trials: readonly Trial[], incidents: number, current: number): number | null {
  const most = Math.max(0, ...trials.map(({ caught }) => caught));
  if (incidents === 0 || most === 0) {
    return null;
  }
  const [best] = trials
    .filter(({ caught }) => caught === most)
    .sort((a, b) => a.falseAlarms - b.falseAlarms || Math.abs(a.value - current) - Math.abs(b.value - current));
  return best?.value ?? null;
}
