import pc from 'picocolors';
import { configured } from '../../../src/engine/alerts/config.ts';
import { step } from '../../progress/step.ts';
import { drawVerdicts } from './alerts/draw.ts';
import { judge, type Verdict } from './alerts/judge.ts';
import type { Backend } from './backend.ts';
import { readDashboards } from './dashboards.ts';
import { storyLines } from './draw/story.ts';
import type { Block } from './draw/text.ts';
import { highlights } from './highlights.ts';
import { dashboardSection, panelsOf, type Section } from './sections.ts';

const WIDTH = { least: 60, most: 160, elsewhere: 120 };
/** The most lines of a panel: for a glance, and for scrolling. */
const ROWS = { some: 8, all: 25 };

/** Runs the panels and the rules, prints their answers, and returns how many failed. */
export async function look(backend: Backend, t0: number, all: boolean): Promise<number> {
  const { status, message } = await backend.health();
  console.log(`${status === 'OK' ? pc.green('✓ Data source.') : pc.red('✗ Data source.')} ${message}`);
  const width = Math.max(WIDTH.least, Math.min(WIDTH.most, process.stdout.columns ?? WIDTH.elsewhere));
  const { sections, verdicts } = await asked(backend, width, all);
  print('What happened', storyLines(t0), width);
  sections.forEach(({ title, lines }) => print(title, lines, width));
  print('Alert rules', drawVerdicts(verdicts, width), width);
  return (
    sections.reduce((sum, { failures }) => sum + failures, 0) +
    verdicts.filter(({ state }) => state === 'error').length +
    (status === 'OK' ? 0 : 1)
  );
}

function asked(backend: Backend, width: number, all: boolean): Promise<{ sections: Section[]; verdicts: Verdict[] }> {
  return step('Panels and alert rules', async (tell) => {
    const shown = readDashboards().filter(({ uid }) => all || uid in highlights);
    const dashboards = shown.map((dashboard) => ({
      dashboard,
      view: { width, rows: all ? ROWS.all : ROWS.some, ...(all ? {} : { only: highlights[dashboard.uid] ?? [] }) },
    }));
    const rules = configured({}).groups.flatMap(({ interval, rules }) => rules.map((rule) => ({ rule, interval })));
    const total =
      rules.length + dashboards.reduce((sum, { dashboard, view }) => sum + panelsOf(dashboard, view.only).length, 0);
    let done = 0;
    const count = () => tell({ done: ++done, total });
    const now = Date.now();
    const sections: Section[] = [];
    for (const { dashboard, view } of dashboards) {
      sections.push(await dashboardSection(backend, dashboard, now, view, count));
    }
    const verdicts: Verdict[] = [];
    for (const { rule, interval } of rules) {
      verdicts.push(...(await judge(backend, rule, interval, now)));
      count();
    }
    return { sections, verdicts };
  });
}

function print(title: string, lines: Block, width: number): void {
  const line = '─'.repeat(Math.max(2, width - title.length - 4));
  console.log(`\n${pc.dim('──')} ${pc.bold(pc.cyan(title))} ${pc.dim(line)}`);
  lines.forEach((text) => console.log(text));
}
