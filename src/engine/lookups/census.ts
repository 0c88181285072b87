import { contextOf } from '../compile/context/context.ts';
import type { Statement } from '../host.ts';
import { type Question, questions } from './censusquestions.ts';
import { scoresSeen } from './scorekeys.ts';
import { memo, names } from '../memo.ts';
import type { Settings } from '../settings/settings.ts';
import type { SourceDescription } from '../source/description.ts';
import { print } from '../sql/print.ts';
import type { Window } from '../window.ts';

/** A census is taken of whole days, so that all panels of a dashboard share one; new days begin at midnight UTC. */
const day = 86_400_000;
/** The last day of a window is still being written. What lies before it is looked at again when it moves. */
const lastDay = { cacheSeconds: 600, staleSeconds: 3600 };
const before = { cacheSeconds: 6 * 3600, staleSeconds: 24 * 3600 };

/** Just after midnight a day has shown too little of what it will hold. */
const shortest = day / 4;

/** The whole days of the windows, which are their own; days that follow each other are one range. */
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

/** A month is not to be read again every ten minutes for what its last day adds. */
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
 * Asks what the days of the windows hold: the same questions of each range of days, answered beside each other. Of `scores`
 * only where a query reads them: log records of all kinds are more than spans.
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

/** All queries of a day ask the same. */
const asked = memo<readonly Statement[]>(50);
const nameOf = names(50);
