import type { Settings } from '../settings/settings.ts';
import type { Window } from '../window.ts';
import { modelStatements } from './census.ts';
import { bothModels, noModels, readSpans, type Models } from './spansanswers.ts';
import { ask, type Exchange } from './exchange.ts';
import { columnsOf } from './rounds.ts';
import { oneByOne, slicesOf } from './slices.ts';

/**
 * The models that requests of a window's whole days named, the most used ones first. One day is asked about after the other:
 * a table of years takes longer than one of days, and no more memory.
 */
export function* modelsSeen(settings: Settings, window: Window, now: number): Exchange<Models> {
  const source = yield* ask(columnsOf(settings));
  let seen = noModels;
  for (const [index, slices] of oneByOne(slicesOf([window], now)).entries()) {
    const found = yield* ask({
      step: `models ${index}`,
      need: () => ({ statements: modelStatements(source, settings, slices) }),
      read: (answers) => readSpans(answers, settings),
    });
    seen = bothModels(seen, found);
  }
  return seen;
}
