import type { Settings, GenAIQuery } from './types.ts';

/**
 * Gives a time series the dashboard's time zone, so that its days are those of the axis, unless the query or the data source
 * names one. `timezone` is Grafana's: `browser`, `utc`, or an IANA name.
 */
export function inDashboardsZone(query: GenAIQuery, timezone: string | undefined, settings: Settings): GenAIQuery {
  const isOpen = query.kind === 'measure' && query.format === 'timeseries' && !query.timezone && !settings.timezone;
  const zone = timezone === 'browser' ? Intl.DateTimeFormat().resolvedOptions().timeZone : timezone;
  return isOpen && zone && zone.toLowerCase() !== 'utc' ? { ...query, timezone: zone } : query;
}
