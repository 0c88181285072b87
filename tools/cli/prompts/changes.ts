import type { PromptVersion } from './registry.ts';

export type Change = 'new' | 'changed' | 'same' | 'not in the file';

export interface Changed {
  change: Change;
  name: string;
  version: string;
  /** Names of the differing parts. */
  parts: string[];
  before: PromptVersion | undefined;
  after: PromptVersion | undefined;
}

const parts = ['template', 'sha', 'deployedAt', 'owner'] as const;

/** Lists what a sync would do, in the file's order. Versions that only the table has come last and are kept. */
export function changesOf(before: readonly PromptVersion[], after: readonly PromptVersion[]): Changed[] {
  const keyOf = ({ name, version }: PromptVersion) => JSON.stringify([name, version]);
  const known = new Map(before.map((one) => [keyOf(one), one]));
  const wanted = new Set(after.map(keyOf));
  return [
    ...after.map((one): Changed => {
      const found = known.get(keyOf(one));
      const differing = found ? parts.filter((part) => found[part] !== one[part]) : [];
      const change = !found ? 'new' : differing.length > 0 ? 'changed' : 'same';
      return { change, name: one.name, version: one.version, parts: differing, before: found, after: one };
    }),
    ...before
      .filter((one) => !wanted.has(keyOf(one)))
      .map((one): Changed => ({
        change: 'not in the file',
        name: one.name,
        version: one.version,
        parts: [],
        before: one,
        after: undefined,
      })),
  ];
}
