import { dashboards } from '../../../src/engine/alerts/dashboards.ts';

/** The shipped dashboards: titles are stable, because Grafana deletes a bundled dashboard that is renamed. */
export const shipped = {
  overview: { uid: dashboards.overview.uid, title: 'GenAI overview' },
  costAttribution: { uid: dashboards.costAttribution.uid, title: 'GenAI cost attribution' },
  latency: { uid: dashboards.latency.uid, title: 'GenAI latency' },
  quality: { uid: dashboards.quality.uid, title: 'GenAI quality' },
  prompts: { uid: dashboards.prompts.uid, title: 'GenAI prompts' },
  agents: { uid: dashboards.agents.uid, title: 'GenAI agents and tools' },
  tokens: { uid: dashboards.tokens.uid, title: 'GenAI tokens and context' },
  caching: { uid: dashboards.caching.uid, title: 'GenAI caching' },
  reliability: { uid: dashboards.reliability.uid, title: 'GenAI reliability' },
  budgets: { uid: dashboards.budgets.uid, title: 'GenAI budgets' },
  conversations: { uid: dashboards.conversations.uid, title: 'GenAI conversations' },
  codingAgents: { uid: dashboards.codingAgents.uid, title: 'GenAI coding agents' },
} as const;

export type DashboardName = keyof typeof shipped;
