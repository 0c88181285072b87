import { noRegistry } from '../../engine/messages.ts';
import { askRows, numberOf, textOf, type Range } from '../query.ts';

/** Whether a version runs, and whether the registry and the calls agree on it. */
export type Presence = 'running' | 'idle' | 'unseen' | 'unregistered';

/** A version of a prompt; times in epoch milliseconds. */
export interface Version {
  prompt: string;
  version: string;
  deployed: number | null;
  /** Where the time of the deployment is from: `registry`, `first seen` or ''. */
  source: string;
  owner: string;
  firstSeen: number | null;
  lastSeen: number | null;
  requests: number;
  presence: Presence;
  errorRate: number | null;
  /** US dollars. */
  cost: number | null;
  /** Seconds. */
  latency: number | null;
}

export interface Versions {
  /** Those of one prompt after each other, the latest deployment first. */
  all: Version[];
  hasRegistry: boolean;
  notices: string[];
}

const day = 86_400_000;

/** Asks for the versions of prompts that the registry or calls of a range name, and how their calls went. */
export async function versionsOf(uid: string, range: Range): Promise<Versions> {
  const measures = [{ id: 'error_rate' as const }, { id: 'cost_per_request' as const }, { id: 'latency_p95' as const }];
  const [listed, measured] = await Promise.all([
    askRows(uid, { kind: 'prompt_versions', filters: [] }, range),
    askRows(uid, { kind: 'measure', measures, groupBy: ['prompt', 'prompt_version'], filters: [] }, range),
  ]);
  const hasRegistry = !listed.notices.includes(noRegistry());
  const keyOf = (prompt: string, version: string) => `${prompt}\n${version}`;
  const went = new Map(
    measured.rows.map((row) => [keyOf(textOf(row['prompt']), textOf(row['prompt_version'])), row] as const)
  );
  const all = listed.rows.map((row): Version => {
    const [prompt, version] = [textOf(row['prompt']), textOf(row['version'])];
    const own = went.get(keyOf(prompt, version));
    const lastSeen = numberOf(row['last_seen']);
    const [source, sha] = [textOf(row['source']), textOf(row['sha'])];
    const isRegistered = !hasRegistry || source === 'registry' || sha !== '';
    return {
      prompt,
      version,
      deployed: numberOf(row['time']),
      source,
      owner: textOf(row['owner']),
      firstSeen: numberOf(row['first_seen']),
      lastSeen,
      requests: numberOf(row['requests']) ?? 0,
      presence:
        lastSeen === null ? 'unseen' : !isRegistered ? 'unregistered' : range.to - lastSeen < day ? 'running' : 'idle',
      errorRate: numberOf(own?.['error_rate']),
      cost: numberOf(own?.['cost_per_request']),
      latency: numberOf(own?.['latency_p95']),
    };
  });
  return { all, hasRegistry, notices: listed.notices };
}

/** The versions of a prompt that calls name, the latest first: those that can be compared. */
export const comparable = (all: readonly Version[], prompt: string): Version[] =>
  all.filter((one) => one.prompt === prompt && one.requests > 0 && one.version !== 'unknown');

/** A measure of two versions, as numbers in its unit, and whether the difference is more than chance. */
export interface Compared {
  measure: string;
  unit: string;
  a: number | null;
  b: number | null;
  countA: number;
  countB: number;
  difference: number | null;
  low: number | null;
  high: number | null;
  p: number | null;
  /** `better`, `worse`, `no difference` or `not enough data`. */
  verdict: string;
}

/** Compares version `b` of a prompt with version `a`. */
export async function compareVersions(
  uid: string,
  { prompt, a, b }: { prompt: string; a: string; b: string },
  range: Range
): Promise<{ rows: Compared[]; notices: string[] }> {
  const { rows, notices } = await askRows(uid, { kind: 'prompt_compare', prompt, a, b, filters: [] }, range);
  return {
    notices,
    rows: rows.map((row) => ({
      measure: textOf(row['measure']),
      unit: textOf(row['unit']),
      a: numberOf(row['mean_a']),
      b: numberOf(row['mean_b']),
      countA: numberOf(row['n_a']) ?? 0,
      countB: numberOf(row['n_b']) ?? 0,
      difference: numberOf(row['difference']),
      low: numberOf(row['low']),
      high: numberOf(row['high']),
      p: numberOf(row['p_value']),
      verdict: textOf(row['verdict']),
    })),
  };
}
