import type { Filter } from '../../query/model.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Census } from '../../source/census.ts';

/** The scope of the spans that evaluators write of the judges they ask, and the environment of these spans. */
export const evaluatorScope = 'genai-observability/evaluate';
export const evaluationEnvironment = 'evaluation';

interface Known {
  census: Census | null;
  settings: Settings;
  filters: readonly Filter[];
}

/**
 * The environments whose traffic is not counted: those that are excluded, and those that count only where a filter names them. Unless
 * the settings list them, these are the evaluators' own, where the census saw any.
 */
export function uncountedIn({ census, settings: { exclude }, filters }: Known): readonly string[] {
  const named = new Set(namedIn(filters));
  return [...exclude.environments, ...unlessNamed(census, exclude).filter((environment) => !named.has(environment))];
}

/** The environments that filters name. */
export const namedIn = (filters: readonly Filter[]): string[] =>
  filters.flatMap(({ dimension, operator, values }) =>
    dimension === 'environment' && operator === 'in' ? values : []
  );

const unlessNamed = (census: Census | null, { unlessNamed: listed }: Settings['exclude']): readonly string[] =>
  listed ?? (census?.scopes.includes(evaluatorScope) ? [evaluationEnvironment] : []);
