import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first: what is long and begins last leaves the other workers idle. */
const longest = [
  'alerts/backtest',
  'corpus/corpus',
  'budgets/budgets',
  'traces/trace',
  'alerts/latespans',
  'tiers/views',
  'lookups/stale',
  'tiers/layouts',
  'engine/measures',
  'tiers/hours',
  'tiers/minutes',
  'clusters/clusters',
  'engine/invariants',
  'terminal',
  'tiers/census',
  'tiers/rules',
  'layouts/layouts',
].map((name) => `/tests/integration/${name}.test.ts`);

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = longest.findIndex((name) => moduleId.endsWith(name));
  return rank < 0 ? longest.length : rank;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rankOf(a) - rankOf(b));
  }
}
