import type { NamedDimensionId } from '../../engine/catalogue/dimensions/index.ts';
import { tagNames } from '../../engine/source/tags.ts';
import { askResource, askRows, numberOf, textOf, type Range } from '../query.ts';
import type { Changes, JsonData } from '../settings/source.ts';

/** The tags that setup asks for, each with the dimension that shows its values. */
export const tags = {
  feature: 'feature',
  userTier: 'user_tier',
  team: 'team',
  customer: 'customer',
} as const satisfies Partial<Record<keyof typeof tagNames, NamedDimensionId>>;

export type Tag = keyof typeof tags;
export const tagIds = Object.keys(tags) as Tag[];

/** The keys of attributes that spans of a range have. */
export async function keysOf(uid: string, range: Range): Promise<string[]> {
  const { census } = await askResource<{ census: { keys: string[] } }>(uid, 'census', { windows: [range] });
  return [...census.keys].sort();
}

/** How many calls say a tag, and its most frequent values. */
export interface Coverage {
  /** Null if there are no calls. */
  share: number | null;
  values: string[];
}

const named = 5;

export async function coverageOf(uid: string, tag: Tag, range: Range): Promise<Coverage> {
  const dimension = tags[tag];
  const { rows } = await askRows(
    uid,
    { kind: 'measure', measures: [{ id: 'requests' }], groupBy: [dimension], filters: [] },
    range
  );
  const counted = rows
    .map((row) => ({ value: textOf(row[dimension]), requests: numberOf(row['requests']) ?? 0 }))
    .sort((a, b) => b.requests - a.requests);
  const known = counted.filter(({ value }) => value !== 'unknown');
  const sum = (some: typeof counted) => some.reduce((total, { requests }) => total + requests, 0);
  const all = sum(counted);
  return {
    share: all === 0 ? null : sum(known) / all,
    values: known.slice(0, named).map(({ value }) => value),
  };
}

type TagKeys = Partial<Record<string, readonly string[]>>;

export const tagKeysIn = ({ tagKeys }: JsonData): TagKeys =>
  typeof tagKeys === 'object' && tagKeys !== null ? (tagKeys as TagKeys) : {};

/** Chooses the keys of tags; without any, the usual ones count. */
export const withTagKeys =
  (chosen: TagKeys) =>
  (jsonData: JsonData): Changes => {
    const merged = Object.entries({ ...tagKeysIn(jsonData), ...chosen }).filter(([, keys]) => (keys ?? []).length > 0);
    return { tagKeys: merged.length > 0 ? Object.fromEntries(merged) : undefined };
  };

export const usualKeys = (tag: Tag): readonly string[] => tagNames[tag] ?? [];
