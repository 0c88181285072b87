import type { EventsQuery } from '../../../query/model.ts';
import type { Window } from '../../../window.ts';

const day = 86_400_000;

/** What is new is so against the time before the window: as long as the window, but a day at least and a week at most. */
export function timeBefore(window: Window): Window {
  const length = Math.min(Math.max(window.to - window.from, day), 7 * day);
  return { ...window, from: window.from - length, to: window.from };
}

/** The windows that a query of events reads. */
export const windowsOfEvents = ({ events }: EventsQuery, window: Window): Window[] =>
  events.some((event) => event === 'model_changes' || event === 'evaluator_changes')
    ? [window, timeBefore(window)]
    : [window];
