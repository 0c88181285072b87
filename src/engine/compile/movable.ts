import type { Statement } from '../host.ts';
import { nanoseconds, type Window } from '../window.ts';

type Range = Pick<Window, 'from' | 'to'>;

/** A statement for one window. Only its `instants`, which are parameters, depend on the window's position. */
export interface Movable {
  statement: Statement;
  instants: readonly string[];
  window: Range;
}

/** Moves a statement to another window: instants whose names begin with `to` follow its end, all others its beginning. */
export function movedTo(window: Range, { statement, instants, window: own }: Movable): Statement {
  const params = { ...statement.params };
  for (const name of instants) {
    const bound = name.startsWith('to') ? 'to' : 'from';
    const milliseconds = Number((params[name] ?? '0').slice(0, -6));
    params[name] = nanoseconds(milliseconds + window[bound] - own[bound]);
  }
  return { ...statement, params };
}
