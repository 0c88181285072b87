import type { Query } from '../../../src/engine/query/model.ts';
import { replaceVariables, type Templates } from '../../../src/templating/replace.ts';
import type { QueryAnswer } from '../../plugin/messages.ts';
import { clock } from '../grafana/watch.ts';
import { arrange, halfOf, type Drawn } from './arrange.ts';
import type { Backend } from './backend.ts';
import { rangeOf, relative, type Dashboard, type Panel } from './dashboards.ts';
import { pointsIn, type Mark } from './draw/series.ts';
import type { Block } from './draw/text.ts';
import { columnsOf } from './fields.ts';
import { drawPanel, isOverTime, isWhole, statOf, type Grid, type Size } from './panel.ts';
import { templatesOf } from './templates.ts';
import { fillVariables } from './variables.ts';

interface TimeRange {
  from: number;
  to: number;
}

export interface View {
  width: number;
  /** The most lines of a panel, without its title. */
  rows: number;
  /** The ids of the panels to show; all of them by default. */
  only?: readonly number[];
}

export interface Section {
  title: string;
  lines: Block;
  /** The number of panels that failed. */
  failures: number;
}

/** Runs the queries of a dashboard and draws it. Calls `count` for every panel that has answered. */
export async function dashboardSection(
  backend: Backend,
  dashboard: Dashboard,
  now: number,
  view: View,
  count: () => void
): Promise<Section> {
  const range = { from: now - relative(dashboard.from), to: now };
  const variables = await fillVariables(dashboard.variables, async (model) => {
    const { variable } = await backend.query([{ ...model, refId: 'variable' }], range);
    return variable as QueryAnswer;
  });
  const templates = templatesOf(variables);
  const marks = await marksOf(backend, dashboard, templates, range);
  const drawn: Drawn[] = [];
  let failures = 0;
  for (const panel of panelsOf(dashboard, view.only)) {
    const width = isWhole(panel) ? view.width : halfOf(view.width);
    const own = rangeOf(panel, range);
    const grid = gridOf(own, pointsIn(width));
    const answers = await ask(backend, panel, templates, isOverTime(panel) ? grid : { ...grid, ...own });
    failures += answers.some(({ error }) => error !== '') ? 1 : 0;
    drawn.push(drawnOf(panel, answers, grid, { width, rows: view.rows }, marks));
    count();
  }
  return {
    title: `${dashboard.title}, ${inWords(range.to - range.from)}`,
    lines: arrange(drawn, view.width),
    failures,
  };
}

/** Returns `last 24 hours`. */
function inWords(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return hours > 48 ? `last ${Math.round(hours / 24)} days` : `last ${Math.round(hours)} hours`;
}

export const panelsOf = ({ rows }: Dashboard, only?: readonly number[]): Panel[] =>
  rows.flatMap(({ panels }) => panels).filter(({ id }) => only?.includes(id) ?? true);

function drawnOf(panel: Panel, answers: QueryAnswer[], grid: Grid, size: Size, marks: readonly Mark[]): Drawn {
  if (panel.type === 'stat') {
    return { stat: statOf(panel, answers) };
  }
  return isWhole(panel)
    ? { whole: drawPanel(panel, answers, grid, size, marks) }
    : { half: drawPanel(panel, answers, grid, size) };
}

/**
 * Divides the range into about as many steps as there are columns, each of whole minutes. The first step is complete, and the
 * last one at least half over, because the few rows of a step that has just begun would look like a drop.
 */
function gridOf({ from, to }: TimeRange, columns: number): Grid {
  const step = Math.ceil((to - from) / columns / 60_000) * 60_000;
  const first = Math.ceil(from / step) * step;
  const last = Math.round(to / step) * step;
  return { from: first, to: Math.min(last, to), step, steps: (last - first) / step };
}

async function ask(backend: Backend, { targets }: Panel, templates: Templates, grid: Grid): Promise<QueryAnswer[]> {
  const { from, to, step, steps } = grid;
  const queries = targets.map((target) => replaceVariables(target, templates)).filter(isComplete);
  return queries.length === 0
    ? []
    : Object.values(await backend.query(queries, { from, to }, { intervalMs: step, maxDataPoints: steps }));
}

/** Whether a query says what it is about, as the data source asks before it sends one: nobody has chosen a conversation yet. */
export const isComplete = (query: Query): boolean =>
  (query.kind !== 'conversation' || query.conversationId !== '') &&
  (query.kind !== 'prompt_compare' || ![query.prompt, query.a, query.b].includes(''));

/** Reads the dashboard's annotations: the time and the first text of each. */
async function marksOf(
  backend: Backend,
  { annotations }: Dashboard,
  templates: Templates,
  { from, to }: TimeRange
): Promise<Mark[]> {
  const targets = annotations.map(({ target }, index) =>
    replaceVariables({ ...target, refId: `mark${index}` }, templates)
  );
  const answers = targets.length > 0 ? Object.values(await backend.query(targets, { from, to })) : [];
  return answers
    .flatMap(({ frames }) => frames)
    .flatMap((frame) => {
      const columns = columnsOf(frame, { defaults: {}, overrides: [] });
      const texts = columns.find(({ type }) => type === 'string')?.values ?? [];
      const times = columns.find(({ type }) => type === 'time')?.values ?? [];
      return times.flatMap((time, row) =>
        typeof time === 'number' && time >= from
          ? [{ place: (time - from) / (to - from), text: `${clock(time).slice(0, 5)} ${String(texts[row])}` }]
          : []
      );
    })
    .sort((a, b) => a.place - b.place);
}
