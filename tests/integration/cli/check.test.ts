import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertRules } from '../../../src/engine/alerts/index.ts';
import { checked, type Run } from '../../../tools/cli/check/checked.ts';
import { checkDashboard, checkRule } from '../../../tools/cli/check/questions.ts';
import { connected } from '../../../tools/cli/connection.ts';
import { readDashboards } from '../../../tools/demo/terminal/dashboards.ts';
import { demoRows, from, load, t0 } from '../engine/rows.ts';
import { startHost, type Host } from '../engine/support.ts';

let host: Host;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', demoRows());
});

afterAll(() => host?.close());

const window = { from, to: t0 };
const quality = readDashboards().find(({ title }) => title.includes('quality'))!;

const withRun = <Result>(database: string, task: (run: Run) => Promise<Result>): Promise<Result> =>
  connected(
    {
      ...{ url: host.url, user: 'default', password: '', database },
      ...{ promptsTable: 'genai_prompts', pricesTable: 'genai_prices' },
    },
    task
  );

test('a dashboard is asked as when it is opened: its variables first, each panel with their values', async () => {
  const all = await withRun('otel', (run) => checkDashboard(run, quality, window));
  expect(all.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(all[0]).toMatchObject({ where: quality.title, what: 'variable environment', status: 'answered' });
  expect(all.find(({ what }) => what === 'variable evaluation')?.rows.map(([name]) => name)).toContain('faithfulness');
  const mean = all.find(({ what }) => what === 'Mean score by feature');
  expect(mean?.status).toBe('answered');
});

test('a rule is asked as an alert is, over its own window', async () => {
  for (const rule of alertRules) {
    const [one] = await withRun('otel', (run) => checkRule(run, rule, window));
    // A rule on budgets has a row that says there are none.
    expect([rule.uid, one?.status, one?.message]).toEqual([
      rule.uid,
      expect.stringMatching(/answered|empty/),
      undefined,
    ]);
  }
});

test('what fails says why as a panel would, and its panels are not asked for other things', async () => {
  const all = await withRun('elsewhere', (run) => checkDashboard(run, quality, window));
  expect(all).toMatchObject([{ status: 'failed', what: 'variable environment' }]);
  expect(all[0]?.message).toMatch(/elsewhere/);
});

test('budgets that nobody has set up are no failure', async () => {
  const asked = { version: 1, kind: 'budgets', format: 'table' } as const;
  const one = await withRun('otel', (run) =>
    checked(run, { where: 'here', what: 'budgets' }, asked, window, { fromAlert: false })
  );
  expect(one).toMatchObject({ status: 'skipped', message: expect.stringContaining('no budgets') as string });
});
