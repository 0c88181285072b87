/** The shipped dashboards and the ids of panels that something leads to, for the code that generates them and for links to them. */
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
      wastedCost: 16,
      costPerConversation: 17,
      costByCustomer: 18,
      costSources: 19,
      wasteByFeature: 20,
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
      slowCallsByFeature: 16,
      firstTokenByPromptSize: 17,
      timePerTokenByPromptSize: 18,
      firstTokenByFeature: 19,
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
      evaluators: 17,
      scoresAgainstCost: 18,
      worstAnswers: 19,
    },
  },
  overview: {
    uid: 'genai-overview',
    panels: {
      requests: 1,
      errorRate: 2,
      latencyP95: 3,
      firstTokenP95: 4,
      spend: 5,
      meanScore: 6,
      changes: 13,
      events: 14,
    },
  },
  prompts: { uid: 'genai-prompts', panels: { comparison: 20, worstAnswers: 14 } },
  agents: { uid: 'genai-agents', panels: { toolFailuresByTool: 8, requestsPerRun: 10 } },
  tokens: { uid: 'genai-tokens', panels: { contextUsed: 10 } },
  caching: { uid: 'genai-caching', panels: { hitRateByFeature: 7 } },
  reliability: {
    uid: 'genai-reliability',
    panels: { errorRateByFeature: 8, rateLimitsByProvider: 10, coverage: 20, callsByService: 19 },
  },
  budgets: { uid: 'genai-budgets', panels: { used: 1, budgets: 3, month: 4 } },
  conversations: { uid: 'genai-conversations', panels: { turns: 10, mostExpensive: 11 } },
  codingAgents: {
    uid: 'genai-coding-agents',
    panels: { numbers: 1, costByUser: 7, costByRepository: 8, costByModel: 9, sessions: 13, tools: 14, developers: 16 },
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
