import type { Settings } from '../../settings/settings.ts';
import type { Census } from '../../source/census.ts';
import type { SourceDescription } from '../../source/description.ts';

/** What the views fill, and from what. */
export interface Filled {
  source: SourceDescription;
  settings: Settings;
  /** What the spans of the last weeks hold. */
  census: Census;
  calls: readonly string[];
  /** Left out where there is no such table. */
  minutes?: readonly string[] | undefined;
  hours: readonly string[];
}

/** The views, in the order in which they run, and the table of runs. Their names follow from those of the tables. */
export interface Names {
  /** One row a run: the hours that it fills, and those that it leaves open. */
  runs: readonly string[];
  runsFiller: readonly string[];
  /** A view that holds the rows of calls of the latest run, all of them or none. */
  closing: readonly string[];
  /** A view that holds its scores: all in one statement would be longer than a server takes that is told nothing. */
  closingScores: readonly string[];
  callsFiller: readonly string[];
  minutesFiller: readonly string[];
  hoursFiller: readonly string[];
}

/** The tables that are filled, whether or not they are all there. */
export type Tables = Required<Pick<Filled, 'calls' | 'minutes' | 'hours'>>;

export function namesOf({ calls, minutes, hours }: Pick<Filled, 'calls' | 'minutes' | 'hours'>): Names {
  const beside = (path: readonly string[], more: string): string[] => [
    ...path.slice(0, -1),
    `${path[path.length - 1] ?? ''}_${more}`,
  ];
  return {
    runs: beside(calls, 'runs'),
    runsFiller: beside(calls, 'runs_filler'),
    closing: beside(calls, 'closing'),
    closingScores: beside(calls, 'closing_scores'),
    callsFiller: beside(calls, 'filler'),
    minutesFiller: beside(minutes ?? calls, minutes ? 'filler' : 'minutes_filler'),
    hoursFiller: beside(hours, 'filler'),
  };
}

/** The columns of the table of runs. */
export const runsColumns: Readonly<Record<string, string>> = {
  /** A multiple of `attempts`: rows that are copied another time have the next number. */
  Run: 'UInt64',
  Planned: "DateTime64(3, 'UTC')",
  Version: 'String',
  /** From and to in epoch nanoseconds; 0 where there is nothing to fill. */
  Range: 'Array(Int64)',
  /** Numbers of hours since 1970, and how many rows the spans table had in each before any was read. */
  Hours: 'Array(Int64)',
  Spans: 'Array(UInt64)',
  /** The same of hours that stay open, and why: texts of the guard. */
  Open: 'Array(Int64)',
  OpenSpans: 'Array(UInt64)',
  Why: 'Array(Array(String))',
};

/** How often the rows of a run can be copied. */
export const attempts = 1024;
