import type { NamedDimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { DashboardName } from './names.ts';

/** What most dashboards can be narrowed by. */
export const common = ['environment', 'service', 'team', 'feature', 'user_tier', 'provider', 'model'] as const;
const withPrompts = [...common, 'prompt', 'prompt_version'] as const;

/** What each dashboard can be narrowed by, with one variable each, named after the dimension. */
export const narrowing = {
  overview: common,
  costAttribution: [...withPrompts, 'customer'],
  latency: common,
  quality: withPrompts,
  prompts: common,
  agents: common,
  tokens: common,
  caching: common,
  reliability: common,
  budgets: common,
  conversations: common,
  codingAgents: ['service', 'model', 'user', 'repository'],
} as const satisfies Record<DashboardName, readonly NamedDimensionId[]>;

/** Variables of one value that a dashboard is about, by their dimension. */
const about: Partial<Record<DashboardName, Partial<Record<NamedDimensionId, string>>>> = {
  // Its versions are compared, so that it is about one prompt, and not about several or all.
  prompts: { prompt: 'chosen_prompt', prompt_version: 'version_b' },
  conversations: { conversation: 'conversation' },
};

/** Returns the variable by which a dashboard is narrowed to a value of the dimension; others are filters that are typed. */
export const variableOf = (name: DashboardName, dimension: NamedDimensionId): string | undefined =>
  about[name]?.[dimension] ?? (narrowing[name] as readonly NamedDimensionId[]).find((one) => one === dimension);

/** Lists what a dashboard is about, as pairs of a dimension and its variable: `[['prompt', 'chosen_prompt'], …]`. */
export const aboutOf = (name: DashboardName): [NamedDimensionId, string][] =>
  Object.entries(about[name] ?? {}) as [NamedDimensionId, string][];
