import type { MeasureQuery } from '../../query/model.ts';
import type { Settings } from '../../settings/settings.ts';
import { call, infix, number, text, type Expression } from '../../sql/nodes.ts';

/** Returns the time zone of a query's days, or that of the settings; undefined for UTC. */
export function zoneOf(
  query: Pick<MeasureQuery, 'timezone'>,
  { timezone }: Pick<Settings, 'timezone'>
): string | undefined {
  const zone = query.timezone ?? timezone;
  return ['', 'UTC', 'Etc/UTC'].includes(zone) ? undefined : zone;
}

const day = 86_400;
const hour = 3600;

/** Finds the beginning of the zone's day, or hour, in which a time bucket begins; undefined for shorter buckets, which are the same in all zones. */
export function localBucket(time: Expression, step: number, zone: string): Expression | undefined {
  const unit =
    step % day === 0 ? { interval: 'toIntervalDay', seconds: day } : { interval: 'toIntervalHour', seconds: hour };
  if (step % unit.seconds !== 0) {
    return undefined;
  }
  const start = call('toStartOfInterval', time, call(unit.interval, number(step / unit.seconds)), text(zone));
  return call('fromUnixTimestamp64Nano', infix('*', call('toInt64', call('toUnixTimestamp', start)), number(1e9)));
}

/** Moves a time by whole days, to the same time of the zone's clock. */
export const movedByDays = (time: Expression, days: Expression, zone: string): Expression =>
  call('addDays', call('toTimeZone', time, text(zone)), days);

/** The number of days between baseline windows that begin at the same time of the clock; undefined for any other distance. */
export const daysApart = (baseline: MeasureQuery['baseline']): number | undefined =>
  baseline && baseline.offset % day === 0 ? baseline.offset / day : undefined;
