import pc from 'picocolors';
import type { JsonFrame, QueryAnswer } from '../../plugin/messages.ts';
import type { Panel } from './dashboards.ts';
import { drawBars } from './draw/bars.ts';
import { drawHeatmap } from './draw/heatmap.ts';
import { drawRows } from './draw/rows.ts';
import { drawSeries, type Mark, type Series } from './draw/series.ts';
import type { Stat } from './draw/stats.ts';
import type { Block } from './draw/text.ts';
import { columnsOf, type Column } from './fields.ts';
import { inUnit } from './units.ts';

/** A time range in steps of this many milliseconds, one per column. */
export interface Grid {
  from: number;
  to: number;
  step: number;
  steps: number;
}

export interface Size {
  width: number;
  /** The most lines, without the title. */
  rows: number;
}

/** Whether a panel draws values over time, by the steps of a grid. */
export const isOverTime = ({ type }: Panel): boolean => type === 'timeseries' || type === 'heatmap';

/** Whether a panel has the full width: tables, and those that have it in the dashboard. */
export const isWhole = ({ type, gridPos }: Panel): boolean => type === 'table' || gridPos.w === 24;

/** Draws a panel's answer by the panel's type, or its error. */
export function drawPanel(
  panel: Panel,
  answers: readonly QueryAnswer[],
  grid: Grid,
  size: Size,
  marks: readonly Mark[] = []
): Block {
  const error = answers.find((answer) => answer.error !== '')?.error;
  if (error !== undefined) {
    return [pc.bold(panel.title), pc.red(error)];
  }
  const frames = filledIn(answers);
  return frames.length === 0 ? [pc.bold(panel.title), pc.yellow('No data')] : drawn(panel, frames, grid, size, marks);
}

function drawn(
  panel: Panel,
  frames: readonly JsonFrame[],
  grid: Grid,
  { width, rows }: Size,
  marks: readonly Mark[]
): Block {
  const { title, type, fieldConfig, options } = panel;
  switch (type) {
    case 'timeseries':
      return drawSeries(title, seriesOf(frames, panel, grid), {
        width,
        rows,
        calcs: options.legend?.calcs ?? [],
        marks,
      });
    case 'heatmap':
      return drawHeatmap(title, seriesOf(frames, panel, grid), {
        width,
        rows,
        text: (bound) => inUnit(bound, fieldConfig.defaults.unit),
      });
    case 'piechart':
    case 'bargauge':
      return drawBars(title, barsOf(frames, panel), { width, rows, shares: type === 'piechart' });
    default:
      return drawRows(
        title,
        frames.flatMap((frame) => columnsOf(frame, fieldConfig)),
        { width, rows }
      );
  }
}

/** Returns the single number of a panel. */
export function statOf({ title, fieldConfig, options }: Panel, answers: readonly QueryAnswer[]): Stat {
  if (answers.some(({ error }) => error !== '')) {
    return { title, text: pc.red('failed') };
  }
  const column = filledIn(answers)
    .flatMap((frame) => columnsOf(frame, fieldConfig))
    .find(({ type, name }) => type === 'number' && isShown(name, options.reduceOptions?.fields));
  return { title, text: column ? column.text(column.values[column.values.length - 1]) : 'No data' };
}

/** Whether a panel shows a column, by the expression that selects its columns; by default, it shows all. */
const isShown = (name: string, fields = ''): boolean =>
  fields === '' || new RegExp(fields.replace(/^\/|\/$/g, '')).test(name);

const filledIn = (answers: readonly QueryAnswer[]): JsonFrame[] =>
  answers.flatMap(({ frames }) => frames.filter(({ schema }) => schema.fields.length > 0));

function seriesOf(frames: readonly JsonFrame[], { fieldConfig }: Panel, grid: Grid): Series[] {
  return frames.flatMap((frame) => {
    const columns = columnsOf(frame, fieldConfig);
    const times = columns.find(({ type }) => type === 'time')?.values ?? [];
    return columns
      .filter(({ type }) => type === 'number')
      .map((column) => ({ name: frame.schema.name ?? column.name, column, points: pointsOf(column, times, grid) }));
  });
}

/** Puts values at the places of their times, because an answer has no rows for empty steps. */
function pointsOf({ values }: Column, times: readonly unknown[], { from, step, steps }: Grid): (number | null)[] {
  const points = new Array<number | null>(steps).fill(null);
  times.forEach((time, index) => {
    const value = values[index];
    const place = Math.floor((Number(time) - from) / step);
    if (typeof value === 'number' && place in points) {
      points[place] = value;
    }
  });
  return points;
}

function barsOf(frames: readonly JsonFrame[], { fieldConfig }: Panel) {
  return frames.flatMap((frame) => {
    const columns = columnsOf(frame, fieldConfig);
    const names = columns.filter(({ type }) => type === 'string');
    const numbers = columns.find(({ type }) => type === 'number');
    return (numbers?.values ?? []).map((value, row) => ({
      name: names.map(({ values }) => String(values[row] ?? '')).join(', '),
      value: typeof value === 'number' ? value : null,
      text: numbers?.text(value) ?? '',
    }));
  });
}
