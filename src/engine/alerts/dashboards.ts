/** The shipped dashboards and the ids of their panels, for the code that generates them and for links to them. */
export const dashboards = {
  costAttribution: {
    uid: 'genai-cost-attribution',
    panels: {
      totalCost: 1,
      requests: 2,
      costPerRequest: 3,
      unpricedRequests: 4,
      inputTokens: 5,
      outputTokens: 6,
      spendByFeature: 7,
      shareByFeature: 8,
      costByTeam: 9,
      costByUserTier: 10,
      costByModel: 11,
      costPerRequestByFeature: 12,
      topPrompts: 13,
      tokensOverTime: 14,
      models: 15,
    },
  },
  latency: {
    uid: 'genai-latency',
    panels: {
      latencyP50: 1,
      latencyP95: 2,
      latencyP99: 3,
      firstTokenP95: 4,
      slowRequests: 5,
      tokensPerSecond: 6,
      latencyOverTime: 7,
      latencySpread: 8,
      firstTokenByModel: 9,
      timePerTokenByModel: 10,
      slowFirstTokensByFeature: 11,
      latencyByFeature: 12,
      latencyByProvider: 13,
      models: 14,
      slowestCalls: 15,
    },
  },
  quality: {
    uid: 'genai-quality',
    panels: {
      meanScore: 1,
      scoreP10: 2,
      lowShare: 3,
      passRate: 4,
      scores: 5,
      coverage: 6,
      meanScoreByFeature: 7,
      scoreSpread: 8,
      lowShareByFeature: 9,
      coverageByFeature: 10,
      meanScoreByPromptVersion: 11,
      promptVersions: 12,
      models: 13,
      evaluations: 14,
      guardrailViolations: 15,
      userFeedback: 16,
    },
  },
} as const;

/** A panel, as Grafana's annotations and links identify it. */
export interface PanelPlace {
  dashboardUid: string;
  panelId: number;
}

export const panelOf = <Name extends string>(
  { uid, panels }: { uid: string; panels: Readonly<Record<Name, number>> },
  panel: NoInfer<Name>
): PanelPlace => ({ dashboardUid: uid, panelId: panels[panel] });
