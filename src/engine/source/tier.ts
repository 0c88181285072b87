import type { TableDescription } from './description.ts';

/** Ranges of closed hours, each half-open, as numbers of hours since 1970. */
export type ClosedHours = readonly (readonly [from: number, to: number])[];

/** The table of calls, and the hours of it that may be read. */
export interface Tier {
  calls: TableDescription;
  /** The table of marks: an hour counts only once it has one. */
  hours: TableDescription;
  /** What rows must have been written by to be the same as those that are read from the spans now. */
  version: string;
  closed: ClosedHours;
  /** The table of minutes, and the closed hours that it has; left out where there is none. */
  minutes?: TableDescription;
  minutesVersion?: string;
  added?: ClosedHours;
}
