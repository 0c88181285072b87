import type { Answer } from '../host.ts';

/** A row of an answer, by column. */
export type Row = Record<string, unknown>;

export const rowsOf = ({ columns, rows }: Answer): Row[] =>
  rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));

/** Whether an answer is that of the question whose first column this is. */
export const isAbout =
  (name: string) =>
  ({ columns }: Answer): boolean =>
    columns[0] === name;

export const texts = (value: unknown): string[] => (value as string[] | undefined) ?? [];

export const distinct = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())].sort();

/** The greatest value of a column, at least 0. */
export const most = (rows: readonly Row[], name: string): number =>
  Math.max(0, ...rows.map((row) => Number(row[name] ?? 0)));

const longest = 3600;

/** Whole seconds that are longer, at most an hour. */
export const bounded = (seconds: number): number => Math.min(longest, inSteps(Math.ceil(seconds) + 1));

/** Rounds up by an eighth at most: a plan is made anew for each value, and the longest span of an hour that goes on grows again and again. */
const inSteps = (seconds: number): number => {
  const step = Math.max(1, 2 ** Math.floor(Math.log2(seconds)) / 8);
  return Math.ceil(seconds / step) * step;
};
