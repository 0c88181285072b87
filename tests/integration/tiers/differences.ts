import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import { notAddingUp } from '../../../src/engine/compile/measures/formulas.ts';
import { quantileError } from '../../../src/engine/compile/rows/minutecolumns.ts';
import { isClose, type Answer } from '../engine/support.ts';

export interface Question {
  groupBy: readonly string[];
  measures: readonly { id: MeasureId; name?: string; compare?: string }[];
}

/** Lists what differs by groups: what adds up in more than the last digits, and quantiles by more than the stated error. */
export function differences({ groupBy, measures }: Question, stored: Answer, raw: Answer): string[] {
  const groups = raw.columns.filter((name) => name === 'time' || groupBy.includes(name));
  const byGroup = ({ columns, rows }: Answer): Map<string, unknown[]> =>
    new Map(rows.map((row) => [groups.map((name) => String(row[columns.indexOf(name)])).join(' · '), row]));
  const [one, other] = [byGroup(stored), byGroup(raw)];
  const names = [stored, raw].map(({ columns }) => columns.join());
  return [
    ...(names[0] === names[1] ? [] : [`columns: ${names.join(' instead of ')}`]),
    ...[...one.keys()].filter((key) => !other.has(key)).map((key) => `${key} is not in the spans`),
    ...[...other].flatMap(([key, row]) =>
      row.flatMap((right, place) => {
        const name = raw.columns[place] ?? '';
        const value = one.get(key)?.[place];
        const isSame = isRough(measures, name)
          ? isNear(value, right)
          : isClose(value, right as number) || value === right;
        return isSame ? [] : [`${key}: ${name} is ${String(value)} instead of ${String(right)}`];
      })
    ),
  ];
}

const isRough = (measures: Question['measures'], name: string): boolean =>
  measures.some(({ id, name: own }) => name.startsWith(own ?? id) && notAddingUp(id).quantiles.length > 0);

const isNear = (value: unknown, right: unknown): boolean =>
  typeof value === 'number' && typeof right === 'number'
    ? Math.abs(value - right) <= quantileError * Math.abs(right) + 1e-12
    : value === right;
