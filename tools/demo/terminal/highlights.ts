import { dashboards } from '../../../src/engine/alerts/dashboards.ts';

const { costAttribution, latency, quality } = dashboards;
const [cost, time, score] = [costAttribution.panels, latency.panels, quality.panels];

/** Panels of each dashboard that tell the demo's story on two screens. `--all` shows every panel. */
export const highlights: Record<string, readonly number[]> = {
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
