import { DAYS, HOURS } from './clock.ts';
import type { FeatureId, ToolId } from './company.ts';
import type { Model } from './models.ts';

/** Unusual conditions of a request. Factors multiply the usual value; probabilities and means replace it. */
export interface Conditions {
  traffic: number;
  /** Probability that the provider answers 429. */
  rateLimited: number;
  /** How often a client tries a call that the provider rejects. */
  attempts: number;
  inputTokens: number;
  /** Probability that the tool fails. */
  toolFails: number;
  /** Mean model calls of one agent run; null is the usual number. */
  agentCalls: number | null;
  /** Mean faithfulness; null is the feature's own. */
  faithfulness: number | null;
}

export interface Chapter {
  id: string;
  title: string;
  /** Minutes relative to T0, half-open; if `to` is null, it is still going on. */
  from: number;
  to: number | null;
  /** The feature it concerns; null for any. */
  feature: FeatureId | null;
  provider: Model['provider'] | null;
  tool: ToolId | null;
  effect: Partial<Conditions>;
}

export const STORY = [
  {
    id: 'provider-outage',
    title: 'Anthropic answers 429; clients retry and make it worse',
    from: -22 * HOURS,
    to: -20 * HOURS,
    feature: null,
    provider: 'anthropic',
    tool: null,
    effect: { rateLimited: 0.92, attempts: 5, traffic: 3 },
  },
  {
    id: 'runaway-agent',
    title: 'The order agent loops: dozens of model calls in every run',
    from: -17 * HOURS,
    to: -16 * HOURS,
    feature: 'order-agent',
    provider: null,
    tool: null,
    effect: { agentCalls: 45 },
  },
  {
    id: 'failing-tool',
    title: 'The stock service times out, and the agent with it',
    from: -14 * HOURS,
    to: -10 * HOURS,
    feature: 'order-agent',
    provider: null,
    tool: 'check_stock',
    effect: { toolFails: 0.7 },
  },
  {
    id: 'prompt-bloat',
    title: 'A prompt of document-summary carries a whole appendix: half as expensive again',
    from: -9 * HOURS,
    to: -5 * HOURS,
    feature: 'document-summary',
    provider: null,
    tool: null,
    effect: { inputTokens: 1.85 },
  },
  {
    id: 'bad-prompt',
    title: 'support-answer v8 is deployed; its answers leave the sources',
    from: -2 * HOURS,
    to: null,
    feature: 'support-chat',
    provider: null,
    tool: null,
    effect: { faithfulness: 3.1 },
  },
] as const satisfies readonly Chapter[];

export type ChapterId = (typeof STORY)[number]['id'];

/** Prompt versions and the minute, relative to T0, of their deployment; oldest first. */
export const PROMPTS: Record<string, ReadonlyArray<readonly [version: string, from: number]>> = {
  'support-answer': [
    ['v6', -Infinity],
    ['v7', -5 * DAYS],
    ['v8', -2 * HOURS],
  ],
  'search-answer': [
    ['v3', -Infinity],
    ['v4', -9 * DAYS],
  ],
  'document-summary': [
    ['v11', -Infinity],
    ['v12', -9 * HOURS],
    ['v13', -5 * HOURS],
  ],
  'order-agent': [['v5', -Infinity]],
  'listing-draft': [
    ['v2', -Infinity],
    ['v3', -7 * DAYS],
  ],
  'risk-note': [['v1', -Infinity]],
};

const USUAL: Conditions = {
  traffic: 1,
  rateLimited: 0.002,
  attempts: 2,
  inputTokens: 1,
  toolFails: 0.01,
  agentCalls: null,
  faithfulness: null,
};

/** Returns the conditions at a minute, by feature, provider and tool as far as they are known. */
export function conditions(
  minute: number,
  about: { feature: FeatureId; provider?: string; tool?: ToolId }
): Conditions {
  const concerned = (chapter: Chapter) =>
    minute >= chapter.from &&
    (chapter.to === null || minute < chapter.to) &&
    (chapter.feature === null || chapter.feature === about.feature) &&
    (chapter.provider === null || chapter.provider === about.provider) &&
    (chapter.tool === null || chapter.tool === about.tool);
  return Object.assign({ ...USUAL }, ...STORY.filter(concerned).map((chapter) => chapter.effect));
}

export function promptVersion(prompt: string, minute: number): string {
  const live = (PROMPTS[prompt] ?? []).filter(([, from]) => minute >= from);
  return live[live.length - 1]?.[0] ?? 'v1';
}
