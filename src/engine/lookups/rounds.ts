import type { Answer, Failure } from '../host.ts';
import { memo } from '../memo.ts';
import type { CompiledQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import { describeStatement, readDescription } from '../source/describe.ts';
import type { SourceDescription } from '../source/description.ts';
import type { Tier } from '../source/tier.ts';
import type { Window } from '../window.ts';
import { keysStatements, spansStatements, livesFor, type Asker } from './census.ts';
import { readCensus, readSpoken } from './censusanswers.ts';
import { ask, first, type Exchange, type Round } from './exchange.ts';
import { slicesOf, slicesWithin, type Slices } from './slices.ts';
import { knownDays } from './storedcensus.ts';
import { withPrices } from './prices.ts';
import { tierOf } from './tier.ts';
import { historyStatements } from './prompthistory.ts';
import { asksForPrevious, censusOf } from './wanted.ts';

const described = memo<SourceDescription>(20);

/** Asks for the description of the tables. */
export const columnsOf = (settings: Settings): Round<SourceDescription> => ({
  step: 'columns',
  as: 'source',
  need: () => ({ statements: [describeStatement(settings)], byState: { of: [] } }),
  read: (answers) => sourceIn(first(answers), settings),
});

const sourceIn = (columns: Answer, settings: Settings): SourceDescription =>
  described(JSON.stringify([columns, settings]), () => readDescription(columns, settings));

/** Asks for the census of the windows' days, with scores if requested. `readCensus` reads the answers. */
export const countedIn = <Lost = never>(
  source: SourceDescription,
  settings: Settings,
  asker: Asker,
  of: () => { windows: readonly Window[]; scores?: boolean },
  instead?: Instead<Lost>
): Exchange<Answer[] | Lost> =>
  counted(
    'census',
    source,
    settings,
    asker,
    () => {
      const { windows, scores } = of();
      return { slices: slicesOf(windows, asker.now), scores };
    },
    instead
  );

/** Asks for the census of one window that is over, which does not change with what is written after it. */
export const countedWithin = (
  step: string,
  source: SourceDescription,
  settings: Settings,
  asker: Asker,
  window: () => Pick<Window, 'from' | 'to'>
): Exchange<Answer[]> => counted(step, source, settings, asker, () => ({ slices: slicesWithin(window(), asker.now) }));

/** What there is instead of a census although a statement of it failed. */
type Instead<Lost> = (failure: Failure) => Lost | undefined;

/** Asks what the slices are written in, and then what their spans hold, as far as it is not stored. */
function* counted<Lost = never>(
  step: string,
  source: SourceDescription,
  settings: Settings,
  asker: Asker,
  of: () => { slices: Slices; scores?: boolean | undefined },
  instead?: Instead<Lost>
): Exchange<Answer[] | Lost> {
  const lives = livesFor(asker);
  const stored = `${step}: stored`;
  const known = yield* knownDays(stored, source, settings, asker, () => of().slices.closed);
  const round = { read: (answers: Answer[]) => answers, ...(instead ? { instead } : {}) };
  const keys = yield* ask<Answer[] | Lost>({
    ...round,
    step,
    need: () => {
      const { slices, scores = false } = of();
      return {
        statements: keysStatements(source, settings, slices, lives, { scores, known: known.written }),
        byState: { of: ['source', stored], also: { slices, lives, scores } },
        unite: true as const,
      };
    },
  });
  if (!Array.isArray(keys)) {
    return keys;
  }
  const spans = yield* ask<Answer[] | Lost>({
    ...round,
    step: `${step}: spans`,
    need: () => {
      const { slices } = of();
      const closed = slices.closed.filter((slice) => !known.spans.includes(slice));
      const spoken = readSpoken([...known.answers, ...keys], settings);
      return {
        statements: spansStatements(source, settings, { ...slices, closed }, spoken, lives),
        byState: { of: ['source', stored, step], also: { slices, lives } },
        unite: true as const,
      };
    },
  });
  return Array.isArray(spans) ? [...known.answers, ...keys, ...spans] : spans;
}

/** The answers to lookups that come before a query is compiled. */
export interface Known {
  source: SourceDescription;
  census: Answer[];
  /** The history of prompts; empty if no dimension needs it. */
  history: Answer[];
  /** The table of calls, if there is one and the query may read it. */
  tier?: Tier | undefined;
}

export function* lookUp(
  query: CompiledQuery,
  windows: () => readonly Window[],
  settings: Settings,
  asker: Asker
): Exchange<Known> {
  const source = yield* ask(columnsOf(settings));
  return yield* lookUpIn(source, query, windows, settings, asker);
}

/** The same where the tables are known. Without `tiers` only the spans are read, as if there was no table of calls. */
export function* lookUpIn(
  source: SourceDescription,
  query: CompiledQuery,
  windows: () => readonly Window[],
  settings: Settings,
  asker: Asker,
  { tiers = true }: { tiers?: boolean } = {}
): Exchange<Known> {
  const fromSpans = query.source === 'raw';
  const census = yield* countedIn(source, settings, { ...asker, fromSpans }, () =>
    censusOf(query, windows(), settings)
  );
  const history = yield* ask({
    step: 'history',
    need: () => ({
      statements: asksForPrevious(query)
        ? historyStatements(windows(), settings, source, readCensus(census, settings), asker.now)
        : [],
    }),
    read: (answers) => answers,
  });
  const tier = fromSpans || !tiers ? undefined : yield* tierOf(source, settings, asker.now);
  return { source: yield* withPrices(source), census, history, tier };
}
