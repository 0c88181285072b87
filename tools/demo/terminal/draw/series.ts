import pc from 'picocolors';
import type { Column } from '../fields.ts';
import { calcs } from './calcs.ts';
import { scaleOf, sparkline } from './sparkline.ts';
import { fit, longest, right, type Block } from './text.ts';

/** A line of a graph: one value per step of its window, null if there is none. */
export interface Series {
  name: string;
  column: Column;
  points: readonly (number | null)[];
}

export interface SeriesOptions {
  width: number;
  rows: number;
  /** The legend's calculations, such as `['mean', 'max']`. The first one decides the order. */
  calcs: readonly string[];
  marks?: readonly Mark[];
}

/** An event at a place of the line, from 0 to 1. */
export interface Mark {
  place: number;
  text: string;
}

const LEAST_NAME = 8;
const GAP = 2;

/** Draws a name, a sparkline and the legend's numbers for each series; all lines share one scale. */
export function drawSeries(title: string, series: readonly Series[], options: SeriesOptions): Block {
  const told = options.calcs.flatMap((id) => calcs[id] ?? []);
  const rows = series.flatMap(({ name, column, points }) => {
    const values = points.filter((value) => value !== null);
    if (values.length === 0) {
      return [];
    }
    const numbers = told.map(({ of }) => of(values));
    return [{ name, points, order: numbers[0] ?? 0, texts: numbers.map((value) => column.text(value)) }];
  });
  // A panel whose legend shows the minimum is about low values, such as scores.
  const lowFirst = options.calcs.includes('min');
  const ordered = rows.sort((a, b) => (lowFirst ? a.order - b.order : b.order - a.order));
  const shown = ordered.slice(0, ordered.length > options.rows ? options.rows - 1 : options.rows);
  const widths = told.map((calc, index) => longest([calc.title, ...shown.map(({ texts }) => texts[index] ?? '')]));
  const numbersWide = widths.reduce((total, width) => total + GAP + width, 0);
  const name = Math.max(LEAST_NAME, Math.min(longest(shown.map((row) => row.name)), Math.floor(options.width * 0.34)));
  const room = Math.max(1, options.width - name - GAP - numbersWide);
  const line = Math.min(room, Math.max(1, ...rows.map(({ points }) => points.length)));
  const scale = scaleOf(
    rows.map(({ points }) => points),
    !lowFirst
  );
  const numbers = (texts: readonly string[]) =>
    texts.map((text, index) => right(text, (widths[index] ?? 0) + GAP)).join('');
  return [
    pc.bold(fit(title, options.width - numbersWide)) + pc.dim(numbers(told.map((calc) => calc.title))),
    ...shown.map(
      (row) =>
        `${fit(row.name, name)}${' '.repeat(GAP)}${pc.cyan(fit(sparkline(atMost(row.points, line), scale), room))}${numbers(row.texts)}`
    ),
    ...(ordered.length > shown.length ? [pc.dim(`and ${ordered.length - shown.length} more`)] : []),
    ...(options.marks ?? []).map((mark) => ' '.repeat(name + GAP) + pc.magenta(markLine(mark, line))),
  ];
}

/** Draws `                    support-answer v8 ▲`, with the text on the side that has room for it. */
function markLine({ place, text }: Mark, width: number): string {
  const at = Math.max(0, Math.min(width - 1, Math.floor(place * width)));
  return at > text.length ? `${right(text, at - 1)} ▲` : `${' '.repeat(at)}▲ ${text}`;
}

/** Returns how many points to ask for: more than most lines have columns. */
export const pointsIn = (width: number): number => Math.max(12, Math.floor(width * 0.7));

/** Averages neighbours if there are more points than columns. */
function atMost(points: readonly (number | null)[], count: number): (number | null)[] {
  if (points.length <= count) {
    return [...points];
  }
  return Array.from({ length: count }, (_, index) => {
    const part = points.slice(
      Math.floor((index * points.length) / count),
      Math.floor(((index + 1) * points.length) / count)
    );
    return calcs['mean']?.of(part.filter((value) => value !== null)) ?? null;
  });
}
