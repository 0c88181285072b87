import type { Answer } from '../host.ts';

/** A row of an answer. Values are read where they are needed: the engine's host runs JavaScript slowly, and a trace has many spans. */
export interface Row {
  values: readonly unknown[];
  /** The places of its values, by column. */
  places: Readonly<Record<string, number>>;
}

export function rowsOf({ columns, rows }: Answer): Row[] {
  const places: Record<string, number> = {};
  columns.forEach((name, index) => {
    places[name] = index;
  });
  return rows.map((values) => ({ values, places }));
}

/** '' where the answer has no such column. */
export function textOf({ values, places }: Row, name: string): string {
  const place = places[name];
  const value = place === undefined ? '' : values[place];
  return typeof value === 'string' ? value : String(value ?? '');
}

/** null where the answer has no such column, or nothing is known. */
export function numberOf({ values, places }: Row, name: string): number | null {
  const place = places[name];
  const value = place === undefined ? null : values[place];
  return typeof value === 'number' ? value : value === null || value === undefined ? null : Number(value);
}

export const isSo = (row: Row, name: string): boolean => numberOf(row, name) === 1;
