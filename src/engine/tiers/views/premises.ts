import { supplementKeys } from '../../canonical/supplement.ts';
import type { SpanField } from '../../canonical/spanfield.ts';
import { tagFields } from '../../catalogue/fields.ts';
import { isNameOfScore } from '../../compile/evaluations/spanattributes.ts';
import { excludedAttributes } from '../../compile/rows/exclude.ts';
import { everyNesting } from '../../compile/rows/factrows.ts';
import { silentFields } from '../../compile/rows/failures.ts';
import { otherTraceFields } from '../../compile/rows/othertraces.ts';
import { storedAttributes, storedFacts, storedFields } from '../../compile/rows/storedcolumns.ts';
import { placeFields } from '../../lookups/callsquestion.ts';
import { keysOfDialects, keysOfFields, mayLack } from '../../lookups/spoken.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Census, Nesting } from '../../source/census.ts';
import { sourcesOf, tagSources } from '../../source/sources.ts';

/** What a statement that is kept for good supposes of the spans to come. What supposes nothing is not listed. */
export interface Premises {
  /** The census that the statement is written by. */
  census: Census;
  /** Attribute keys that rows could be read from, and the statement does not read. */
  unread: readonly string[];
  /** Those of them that hold a tag, which counts in spans of any kind. */
  unreadTags: readonly string[];
  /** Whether usage may be reported a second time by log spans above a provider's SDK, of which only a census tells the scopes. */
  mayRepeat: boolean;
}

/** Requests are rarely longer; a request that is leaves its hour open. */
const usualRequest = 600;

/** The longest that any request or trace counts for, an hour. */
export const longest = 3600;

/** What is deeper than nine levels is rarer than it is worth to follow. */
const nesting: Nesting = { ...everyNesting, chains: 3 };

const inside: readonly SpanField[] = ['seconds', 'innerCalls', 'innerTools', 'rank', 'service'];

/**
 * Makes a census of some days one for all days to come: spans may be nested in every way, and lack any tag. What that cannot
 * say are keys and scopes that nobody wrote yet: a statement that reads all that the engine knows takes seven times the text.
 */
export function premisesOf(census: Census, settings: Settings): Premises {
  const known = keysOfFields(
    [...storedFacts.flatMap(storedFields), ...placeFields, ...otherTraceFields, ...silentFields, ...inside],
    settings
  );
  const tags = [
    ...tagFields.flatMap((field) => sourcesOf(field, settings).map(({ key }) => key)),
    ...[...storedAttributes(settings), ...excludedAttributes(settings)].flatMap((key) =>
      tagSources([key]).map((source) => source.key)
    ),
  ];
  const held = new Set([...census.keys, ...keysOfDialects(census), ...storedAttributes(settings)]);
  const all = [...new Set([...known, ...tags])];
  // Scores in attributes are numbered: no list has all their keys.
  const keys = [...all.filter((key) => held.has(key)), ...census.keys.filter(isNameOfScore)];
  const unread = all.filter((key) => !held.has(key));
  return {
    census: {
      ...census,
      keys,
      models: [],
      nesting,
      toolNesting: nesting,
      tagKeys: keys,
      // A score's record may have any key that the engine knows: there are few of them, and few records.
      scoreKeys: undefined,
      lacking: mayLack,
      silentCalls: true,
      sampled: true,
      longestRequest: Math.min(longest, Math.max(usualRequest, census.longestRequest)),
      longestTrace: longest,
    },
    unread,
    unreadTags: unread.filter((key) => tags.includes(key)),
    mayRepeat: supplementKeys.some((key) => keys.includes(key)),
  };
}
