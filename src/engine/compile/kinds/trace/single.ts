import type { GivenRow } from './given.ts';

/** What was looked up of one trace or conversation before the statement that shows it. */
export interface Single {
  /** The ids of its traces, in the ways in which the table may write them. */
  traceIds: readonly string[];
  /** Homes of spans of other traces that are about its calls. */
  elsewhere: readonly string[];
  /** What is shown, in the columns of the view. */
  rows: readonly GivenRow[];
  /** The home of the call that each span is about, where what was said in it is shown. */
  about: readonly GivenRow<'home' | 'call'>[];
}
