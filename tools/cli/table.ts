import Table from 'cli-table3';
import pc from 'picocolors';

/** Turns colours off for files, because the library does not. */
const style = pc.isColorSupported ? { head: ['cyan'], border: ['grey'] } : { head: [], border: [] };

/** Draws a text table; numbers are right-aligned and rounded, NULL is a dash. */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const isNumeric = head.map((_, column) =>
    rows.every((row) => typeof row[column] === 'number' || row[column] === null)
  );
  const drawn = new Table({
    head: [...head],
    style: { ...style, compact: true },
    colAligns: isNumeric.map((numeric) => (numeric ? 'right' : 'left')),
  });
  drawn.push(...rows.map((row) => row.map(shown)));
  return drawn.toString();
}

export function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return '-';
  }
  if (typeof value !== 'number') {
    return String(value);
  }
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(Math.abs(value) >= 1000 ? 6 : 4);
}

/** Writes a share as `97%`, or `-` if the whole is 0. */
export function percent(part: number, whole: number): string {
  if (whole === 0) {
    return '-';
  }
  const share = (100 * part) / whole;
  return `${share > 0 && share < 1 ? '<1' : share < 100 && share > 99 ? '>99' : Math.round(share)}%`;
}

export const heading = (text: string): string => `\n${pc.bold(text)}`;

/** Cuts a UTC time after its seconds; `-` for none. */
export const moment = (text: unknown): string => (typeof text === 'string' && text !== '' ? text.slice(0, 19) : '-');
