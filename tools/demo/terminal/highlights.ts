import { dashboards } from '../../../src/engine/alerts/dashboards.ts';

const { overview, costAttribution, latency, quality } = dashboards;
const [now, cost, time, score] = [overview.panels, costAttribution.panels, latency.panels, quality.panels];

/** Panels that tell the demo's story on two screens. `--all` shows every panel of every dashboard. */
export const highlights: Record<string, readonly number[]> = {
  [overview.uid]: [
    ...[now.requests, now.errorRate, now.latencyP95, now.firstTokenP95, now.spend, now.meanScore],
    ...[now.changes, now.events],
  ],
  [costAttribution.uid]: [
    ...[cost.totalCost, cost.requests, cost.costPerRequest, cost.unpricedRequests, cost.inputTokens, cost.outputTokens],
    ...[cost.spendByFeature, cost.costByTeam, cost.costByModel, cost.costPerRequestByFeature],
  ],
  [latency.uid]: [
    ...[time.latencyP50, time.latencyP95, time.latencyP99, time.firstTokenP95, time.slowRequests, time.tokensPerSecond],
    ...[time.latencyOverTime, time.latencyByProvider],
  ],
  [quality.uid]: [
    ...[score.meanScore, score.scoreP10, score.lowShare, score.passRate, score.scores, score.coverage],
    ...[score.meanScoreByFeature, score.lowShareByFeature, score.meanScoreByPromptVersion],
  ],
};
