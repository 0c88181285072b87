import Table from 'cli-table3';
import pc from 'picocolors';
import type { Column } from '../fields.ts';
import { fit, longest, type Block } from './text.ts';

const GAP = 2;
const MOST_NAME = 26;

const borderless = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, ''])
);

/** Draws the first rows of an answer, and as many of its columns as fit. */
export function drawRows(
  title: string,
  columns: readonly Column[],
  { width, rows }: { width: number; rows: number }
): Block {
  const count = columns[0]?.values.length ?? 0;
  const shownRows = count > rows ? rows - 1 : count;
  const cells = columns.map((column) => ({
    head: fit(column.name, Math.min(MOST_NAME, longest([column.name]))),
    texts: column.values.slice(0, shownRows).map((value) => shortened(column.text(value))),
    numeric: column.type === 'number',
  }));
  const fitting = whatFits(cells, width);
  const table = new Table({
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
    head: fitting.map(({ head }) => pc.dim(head)),
    colAligns: fitting.map(({ numeric }) => (numeric ? 'right' : 'left')),
  });
  table.push(...Array.from({ length: shownRows }, (_, row) => fitting.map(({ texts }) => texts[row] ?? '')));
  const left = [
    ...(count > shownRows ? [`${count - shownRows} more rows`] : []),
    ...(fitting.length < cells.length
      ? [
          `more columns: ${cells
            .slice(fitting.length)
            .map(({ head }) => head)
            .join(', ')}`,
        ]
      : []),
  ];
  return [
    pc.bold(title),
    ...table
      .toString()
      .split('\n')
      .map((line) => line.trimEnd()),
    ...(left.length > 0 ? [pc.dim(fit(`and ${left.join('; ')}`, width).trimEnd())] : []),
  ];
}

const shortened = (text: string) => fit(text, Math.min(MOST_NAME, longest([text])));

function whatFits<Cell extends { head: string; texts: string[] }>(cells: readonly Cell[], width: number): Cell[] {
  let left = width;
  return cells.filter(({ head, texts }) => (left -= longest([head, ...texts]) + GAP) >= 0);
}
