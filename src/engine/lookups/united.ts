import type { Answer } from '../host.ts';
import { isAbout } from './answers.ts';

/** What several answers say together, as one answer of one text. */
export const united = (as: string, value: unknown): Answer => ({
  ok: true,
  columns: [as],
  rows: [[JSON.stringify(value)]],
});

/** The values of that name among answers. */
export const unitedIn = <Value>(answers: readonly Answer[], as: string): Value[] =>
  answers.filter(isAbout(as)).map(({ rows }) => JSON.parse(String(rows[0]?.[0])) as Value);
