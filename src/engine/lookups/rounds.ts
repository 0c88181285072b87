import type { Answer } from '../host.ts';
import { memo } from '../memo.ts';
import type { CompiledQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import { describeStatement, readDescription } from '../source/describe.ts';
import type { SourceDescription } from '../source/description.ts';
import type { Window } from '../window.ts';
import { censusStatements, livesFor, type Asker } from './census.ts';
import { readCensus } from './censusanswers.ts';
import { ask, first, type Conversation, type Round } from './conversation.ts';
import { slicesOf } from './slices.ts';
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
export const countedIn = (
  source: SourceDescription,
  settings: Settings,
  asker: Asker,
  of: () => { windows: readonly Window[]; scores?: boolean }
): Round<Answer[]> => ({
  step: 'census',
  need: () => {
    const { windows, scores = false } = of();
    const slices = slicesOf(windows, asker.now);
    const lives = livesFor(asker);
    return {
      statements: censusStatements(source, settings, slices, lives, scores),
      byState: { of: ['source'], also: { slices, lives, scores } },
      unite: true,
    };
  },
  read: (answers) => answers,
});

/** The answers to lookups that come before a query is compiled. */
export interface Known {
  source: SourceDescription;
  census: Answer[];
  /** The history of prompts; empty if no dimension needs it. */
  history: Answer[];
}

export function* lookUp(
  query: CompiledQuery,
  windows: () => readonly Window[],
  settings: Settings,
  asker: Asker
): Conversation<Known> {
  const source = yield* ask(columnsOf(settings));
  const census = yield* ask(countedIn(source, settings, asker, () => censusOf(query, windows(), settings)));
  const history = yield* ask({
    step: 'history',
    need: () => ({
      statements: asksForPrevious(query)
        ? historyStatements(windows(), settings, source, readCensus(census, settings), asker.now)
        : [],
    }),
    read: (answers) => answers,
  });
  return { source, census, history };
}
