import { contextOf } from '../compile/context/context.ts';
import type { Statement } from '../host.ts';
import { type Question, questions } from './censusquestions.ts';
import { scoresSeen } from './scorekeys.ts';
import { memo, names } from '../memo.ts';
import type { Settings } from '../settings/settings.ts';
import type { SourceDescription } from '../source/description.ts';
import { print } from '../sql/print.ts';
import type { Window } from '../window.ts';

/** A census covers whole days, so that all panels of a dashboard share one; days begin at midnight UTC. */
const day = 86_400_000;
/** The last day of a window is still being written, so its answer is kept for less time than those of the days before. */
const lastDay = { cacheSeconds: 600, staleSeconds: 3600 };
const before = { cacheSeconds: 6 * 3600, staleSeconds: 24 * 3600 };

/** A day younger than this has shown too little of what it will contain. */
const shortest = day / 4;

/** Returns the whole days of the windows, with adjacent days as one range. */
export function daysOf(windows: readonly Window[]): Window[] {
  const ranges: Window[] = [];
  const days = windows.map(({ from, to }) => ({
    from: Math.floor(Math.min(from, to - shortest) / day) * day,
    to: Math.ceil(to / day) * day,
    step: day / 1000,
    delay: 0,
  }));
  for (const range of days.sort((a, b) => a.from - b.from)) {
    const last = ranges[ranges.length - 1];
    if (last && range.from <= last.to) {
      last.to = Math.max(last.to, range.to);
    } else {
      ranges.push(range);
    }
  }
  return ranges;
}

/** Splits off the last day, so that a month is not read again every ten minutes for what its last day adds. */
function withoutLastDay(window: Window): { window: Window; kept: typeof lastDay }[] {
  const start = window.to - day;
  return start > window.from
    ? [
        { window: { ...window, to: start }, kept: before },
        { window: { ...window, from: start }, kept: lastDay },
      ]
    : [{ window, kept: lastDay }];
}

/**
 * Asks what the days of the windows contain: the same questions for each range of days, answered in parallel. `scores` are
 * included only if a query reads them, because there are more log records than spans.
 */
export function censusStatements(
  source: SourceDescription,
  settings: Settings,
  windows: readonly Window[],
  scores = false
): Statement[] {
  const of = nameOf(JSON.stringify([source, settings]));
  const all: readonly Question[] = scores ? [scoresSeen, ...questions] : questions;
  return daysOf(windows)
    .flatMap(withoutLastDay)
    .flatMap(({ window, kept }) =>
      asked([of, window.from, window.to, kept.cacheSeconds, scores].join(' '), () => {
        const context = contextOf({ source, settings, census: null, window });
        return all.flatMap((seen) => {
          const query = seen(context);
          return query ? [{ sql: print(query), params: context.parameters.values, settings: {}, ...kept }] : [];
        });
      })
    );
}

/** The statements are kept, because all queries of a day need the same ones. */
const asked = memo<readonly Statement[]>(50);
const nameOf = names(50);
