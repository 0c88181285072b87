import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { sortedJson } from '../json.ts';
import { costAttribution } from './cost-attribution.ts';
import { latency } from './latency.ts';
import { quality } from './quality.ts';

const dashboards: Record<string, () => Dashboard> = {
  'cost-attribution.json': costAttribution,
  'latency.json': latency,
  'quality.json': quality,
};

/** Renders the text of each dashboard, by its file name: `{ 'cost-attribution.json': '{ ... }' }`. */
export function renderDashboards(): Record<string, string> {
  return Object.fromEntries(Object.entries(dashboards).map(([file, build]) => [file, sortedJson(build())]));
}
