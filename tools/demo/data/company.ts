import type { ModelId } from './models.ts';

/** Halden Outfitters, an invented mail-order shop for outdoor equipment. */
export const TIERS = [
  ['free', 0.55],
  ['plus', 0.3],
  ['business', 0.15],
] as const;

export type Team = 'care' | 'discovery' | 'content' | 'risk';

export interface Feature {
  service: string;
  /** Names a flow of `flows.ts`. */
  flow: 'chat' | 'rag' | 'agent';
  team: Team;
  route: string;
  prompt: string;
  models: ReadonlyArray<readonly [ModelId, number]>;
  /** Requests per minute at full traffic. */
  requestsPerMinute: number;
  /** Median tokens of one call. */
  input: number;
  output: number;
  /** Share of calls that stream, and that find part of their prompt in the provider's cache. */
  streamed: number;
  cached: number;
  /** Share of good answers that the judge scores, and where it writes: see `evaluations.ts`. */
  scored: number;
  scoresTo: 'log' | 'log without tags' | 'span event';
  faithfulness: number;
  relevance: number;
  /** Share of the scored answers that are also checked for toxicity (a label, no value). */
  toxicity: number;
  /** Which generation of attribute names its instrumentation writes. */
  names: 'current' | 'old';
}

export const FEATURES = {
  'support-chat': {
    service: 'support-api',
    flow: 'rag',
    team: 'care',
    route: '/v1/support/messages',
    prompt: 'support-answer',
    models: [
      ['gpt-4o', 0.85],
      ['gpt-4o-mini', 0.15],
    ],
    requestsPerMinute: 10.4,
    input: 1800,
    output: 220,
    streamed: 0.95,
    cached: 0.4,
    scored: 0.72,
    scoresTo: 'log',
    faithfulness: 4.3,
    relevance: 4.35,
    toxicity: 0.05,
    names: 'current',
  },
  'product-search': {
    service: 'search-api',
    flow: 'rag',
    team: 'discovery',
    route: '/v1/search/answers',
    prompt: 'search-answer',
    models: [['gpt-4o-mini', 1]],
    requestsPerMinute: 10.4,
    input: 1200,
    output: 120,
    streamed: 0.5,
    cached: 0.25,
    scored: 0.72,
    scoresTo: 'log without tags',
    faithfulness: 4.25,
    relevance: 4.2,
    toxicity: 0,
    names: 'current',
  },
  'document-summary': {
    service: 'docs-worker',
    flow: 'chat',
    team: 'content',
    route: '/v1/documents/summaries',
    prompt: 'document-summary',
    models: [['claude-sonnet-4-5', 1]],
    requestsPerMinute: 10.4,
    input: 2000,
    output: 250,
    streamed: 0.1,
    cached: 0,
    scored: 0.72,
    scoresTo: 'log',
    faithfulness: 4.45,
    relevance: 4.4,
    toxicity: 0,
    names: 'current',
  },
  'order-agent': {
    service: 'agent-runtime',
    flow: 'agent',
    team: 'care',
    route: '/v1/orders/agent',
    prompt: 'order-agent',
    models: [
      ['gpt-4o', 0.5],
      ['gpt-4o-mini', 0.5],
    ],
    requestsPerMinute: 8.5,
    input: 1400,
    output: 110,
    streamed: 0.3,
    cached: 0.5,
    scored: 0.85,
    scoresTo: 'log',
    faithfulness: 4.3,
    relevance: 4.25,
    toxicity: 0,
    names: 'current',
  },
  'listing-writer': {
    service: 'content-api',
    flow: 'chat',
    team: 'content',
    route: '/v1/listings/drafts',
    prompt: 'listing-draft',
    models: [
      ['claude-3-5-haiku', 0.8],
      ['gpt-4o-mini', 0.2],
    ],
    requestsPerMinute: 10.4,
    input: 900,
    output: 400,
    streamed: 0,
    cached: 0,
    scored: 0.72,
    scoresTo: 'log',
    faithfulness: 4.2,
    relevance: 4.3,
    toxicity: 0.1,
    names: 'old',
  },
  'risk-review': {
    service: 'risk-worker',
    flow: 'chat',
    team: 'risk',
    route: '/v1/risk/notes',
    prompt: 'risk-note',
    models: [
      ['halden-notes', 0.6],
      ['gpt-4o-mini', 0.4],
    ],
    requestsPerMinute: 10.4,
    input: 1500,
    output: 180,
    streamed: 0.2,
    cached: 0,
    scored: 0.72,
    scoresTo: 'span event',
    faithfulness: 4.35,
    relevance: 4.3,
    toxicity: 0,
    names: 'current',
  },
} as const satisfies Record<string, Feature>;

export type FeatureId = keyof typeof FEATURES;
export const FEATURE_IDS = Object.keys(FEATURES) as FeatureId[];

/** The agent's tools, with the share of calls that each gets. */
export const TOOLS = [
  ['lookup_order', 0.4],
  ['check_stock', 0.25],
  ['quote_shipping', 0.2],
  ['start_return', 0.15],
] as const;

export type ToolId = (typeof TOOLS)[number][0];

/** Share of the requests that come from the staging environment, and the number of users. */
export const STAGING_SHARE = 0.04;
export const USERS = 400;
