import { dialectOfScope } from '../canonical/claims.ts';
import type { Answer } from '../host.ts';
import { bounded, distinct, isAbout, most, rowsOf, texts } from './answers.ts';
import { keysColumn, kinds } from './keysquestions.ts';
import { readScoreKeys } from './scorekeys.ts';
import { sliceColumn } from './slices.ts';
import { bothSpoken, spokenIn, type Spoken, type Written } from './spoken.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';

/** What all slices are written in, and which of them are written alike. */
export interface OfKeys extends Pick<
  Census,
  'keys' | 'scopes' | 'bareScopes' | 'tagKeys' | 'longestTrace' | 'scoreKeys'
> {
  /** Whether spans are only told by their name. */
  isBare: boolean;
  spoken: Spoken[];
}

/** What two parts of the slices are written in together. */
export const bothKeys = (a: OfKeys, b: OfKeys): OfKeys => ({
  keys: distinct([a.keys, b.keys]),
  scopes: distinct([a.scopes, b.scopes]),
  bareScopes: distinct([a.bareScopes, b.bareScopes]),
  isBare: a.isBare || b.isBare,
  tagKeys: distinct([a.tagKeys, b.tagKeys]),
  longestTrace: Math.max(a.longestTrace, b.longestTrace),
  ...(a.scoreKeys || b.scoreKeys ? { scoreKeys: distinct([a.scoreKeys ?? [], b.scoreKeys ?? []]) } : {}),
  spoken: bothSpoken(a.spoken, b.spoken),
});

/** Reads the answers about keys; those of other questions are passed over. */
export function readKeys(answers: readonly Answer[], settings: Settings): OfKeys {
  const all = answers.filter(isAbout(keysColumn)).flatMap(rowsOf);
  const rows = all.filter((row) => Number(row['kind']) === kinds.genAi);
  const tags = all.filter((row) => Number(row['kind']) === kinds.tagged);
  const bare = distinct([all.filter((row) => Number(row['named']) > 0).map((row) => String(row['scope']))]);
  const tagKeys = tags.map((row) => texts(row[keysColumn]));
  const scoreKeys = readScoreKeys(answers);
  const slices = new Map<number, Written>();
  for (const row of rows) {
    const slice = Number(row[sliceColumn]);
    const { scopes, keys } = slices.get(slice) ?? { scopes: [], keys: [] };
    slices.set(slice, {
      scopes: distinct([scopes, [String(row['scope'])]]),
      keys: distinct([keys, texts(row[keysColumn])]),
    });
  }
  return {
    keys: distinct([...rows.map((row) => texts(row[keysColumn])), ...tagKeys]),
    scopes: distinct([rows.map((row) => String(row['scope']))]),
    bareScopes: bare.filter((scope) => dialectOfScope(scope) > 0),
    isBare: bare.length > 0,
    tagKeys: distinct(tagKeys),
    longestTrace: bounded(most(tags, 'longest')),
    ...(scoreKeys ? { scoreKeys } : {}),
    spoken: spokenIn(slices, settings),
  };
}
