import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { sortedJson } from '../json.ts';
import { agents } from './agents.ts';
import { budgets } from './budgets.ts';
import { caching } from './caching.ts';
import { codingAgents } from './coding-agents.ts';
import { conversations } from './conversations.ts';
import { costAttribution } from './cost-attribution.ts';
import { latency } from './latency.ts';
import { overview } from './overview.ts';
import { prompts } from './prompts.ts';
import { quality } from './quality.ts';
import { reliability } from './reliability.ts';
import { tokens } from './tokens.ts';

const dashboards: Record<string, () => Dashboard> = {
  'agents.json': agents,
  'budgets.json': budgets,
  'caching.json': caching,
  'coding-agents.json': codingAgents,
  'conversations.json': conversations,
  'cost-attribution.json': costAttribution,
  'latency.json': latency,
  'overview.json': overview,
  'prompts.json': prompts,
  'quality.json': quality,
  'reliability.json': reliability,
  'tokens.json': tokens,
};

/** Renders the text of each dashboard, by its file name: `{ 'cost-attribution.json': '{ ... }' }`. */
export function renderDashboards(): Record<string, string> {
  return Object.fromEntries(Object.entries(dashboards).map(([file, build]) => [file, sortedJson(build())]));
}
