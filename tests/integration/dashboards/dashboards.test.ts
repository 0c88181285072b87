import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { HostSettings } from '../../../src/engine/host.ts';
import type { Filter } from '../../../src/engine/query/model.ts';
import { budgets } from '../../../tools/demo/budgets.ts';
import { generate } from '../../../tools/demo/data/generate.ts';
import { records, t0 as agentsStart } from '../agents/records.ts';
import type { Rows } from '../engine/canonical.ts';
import { price } from '../engine/facts.ts';
import { load, span, t0 } from '../engine/rows.ts';
import { evaluate } from '../engine/reference.ts';
import { expectClose, startHost, type Host } from '../engine/support.ts';
import { differences, isKnown } from './compared.ts';
import { dashboardOf, open, shipped, type Asked, type Range, type View } from './opened.ts';

// Every query of every dashboard is run as Grafana would, and its numbers are compared with the reference's.

/** The last hours of the demo: a bad version of a prompt went live two hours ago. */
const range: Range = { from: t0 - 2.5 * 3_600_000, to: t0 };

const { costAttribution: costs, budgets: budgetPanels, prompts, conversations, codingAgents } = dashboards;

let host: Host;
let rows: Rows;

beforeAll(async () => {
  host = await startHost();
  host.now = () => t0;
  const chunks = [...generate({ t0, ...range })];
  rows = {
    spans: chunks.flatMap(({ spans }) => spans.filter(isKept)),
    logs: chunks.flatMap(({ logs }) => logs.filter(isKept)),
  };
  await load(host.url, 'otel', rows);
  await load(host.url, 'empty', { spans: [], logs: [] });
  await load(host.url, 'minimal', { spans: [onlySpan], logs: [] });
  await load(host.url, 'many', { spans: manyFeatures, logs: [] });
  await load(host.url, 'agents', { spans: [], logs: records });
}, 240_000);

afterAll(() => host?.close());

/** A third of the traces is enough to compare numbers, and quicker. */
const isKept = ({ TraceId }: { TraceId: string }): boolean => parseInt(TraceId.slice(0, 2), 16) % 3 === 0;

/** The only span of a table, with little in it, and a model's name that is hard to write. */
const onlySpan = span(t0 - 60_000, { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': `a/b 'c' "d" \\e` });

/** As many features as a careless tag makes. */
const manyFeatures = Array.from({ length: 2000 }, (_, index) =>
  span(t0 - 60_000 - index, {
    ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': '10' },
    'app.feature': `feature ${index}`,
  })
);

/** One price for every model, so that the reference needs no price table. */
const settings = (database: string, more: Record<string, unknown> = {}): HostSettings => ({
  ...host.settings,
  database,
  jsonData: { budgets, evaluationReachSeconds: 0, prices: { overrides: [{ model: '*', ...price }] }, ...more },
});

const view = (database: string, more: Partial<View> = {}): View => ({
  host,
  settings: settings(database),
  range,
  ...more,
});

/** Panels without rows over the demo's data, which lacks what they show. */
const without = ['Tool calls by MCP server', 'Model changes'];

const onDemo = shipped.filter(({ uid }) => uid !== 'genai-coding-agents');

describe.each(onDemo)('$title', (dashboard) => {
  test('has the reference’s numbers over the demo’s data', async () => {
    const { asked } = await open(
      dashboard,
      view('otel', { chosen: { prompt: 'support-answer', chosen_prompt: 'support-answer' } })
    );
    const empty = asked.filter(({ answer }) => answer.rows.length === 0).map(({ panel }) => panel.title);
    expect(empty.filter((title) => !without.includes(title))).toEqual([]);
    const compared = asked.flatMap(({ panel, query, plan, answer }) => {
      const window = plan.meta['window'] as { from: number; to: number; step: number };
      return isKnown(query) ? [{ panel, wrong: differences(query, answer, rows, window) }] : [];
    });
    expect(compared.flatMap(({ panel, wrong }) => wrong.slice(0, 3).map((text) => `${panel.title}: ${text}`))).toEqual(
      []
    );
    // Of budgets, more is compared below.
    expect(new Set(compared.map(({ panel }) => panel.id)).size).toBeGreaterThan(1);
  }, 120_000);

  test.each(['empty', 'minimal'])(
    'asks nothing that fails of a table that is %s',
    async (database) => {
      const { asked } = await open(dashboard, view(database));
      expect(asked.length).toBeGreaterThan(0);
    },
    120_000
  );
});

test('two thousand features are named as far as there is room, over a quarter of a year', async () => {
  const long = { from: t0 - 90 * 86_400_000, to: t0 };
  const { asked, variables } = await open(dashboardOf(costs.uid), view('many', { range: long }));
  // The statement asks for one more than is shown, to tell that there are more.
  expect(variables.find(({ name }) => name === 'feature')?.options).toHaveLength(1001);
  expect(rowsOf(asked, costs.panels.shareByFeature)).toHaveLength(11);
  expect(rowsOf(asked, costs.panels.shareByFeature).map(({ feature }) => feature)).toContain('other');
}, 60_000);

/** The answer of a panel, one object a row. */
function rowsOf(asked: readonly Asked[], id: number): Record<string, unknown>[] {
  const { columns, rows: cells } = asked.find(({ panel }) => panel.id === id)!.answer;
  return cells.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

/** The cost of all calls that there are, by the reference; some began before the range. */
const costOf = (filters: Filter[] = []): number =>
  evaluate({ version: 1, kind: 'measure', format: 'table', measures: [{ id: 'cost' }], filters }, rows, {
    from: range.from - 3_600_000,
    to: range.to,
    step: 60,
  })[0]?.values[0] ?? NaN;

test('budgets are spent by the calls of their periods', async () => {
  const { asked } = await open(dashboardOf(budgetPanels.uid), view('otel'));
  const ofAgent = costOf([{ dimension: 'feature', operator: 'in', values: ['order-agent'] }]);
  const spent = { Everything: costOf(), 'Order agent': ofAgent };
  for (const { budget, amount, ...row } of rowsOf(asked, budgetPanels.panels.budgets)) {
    const expected = spent[budget as keyof typeof spent];
    expectClose(row['spent'], expected, `${String(budget)} spent`);
    expectClose(row['share_used'], expected / Number(amount), `${String(budget)} used`);
  }
  expect(rowsOf(asked, budgetPanels.panels.used).map(({ budget }) => budget)).toEqual(Object.keys(spent));
  const month = rowsOf(asked, budgetPanels.panels.month).filter(({ feature }) => feature === 'order-agent');
  expectClose(Math.max(...month.map(({ spent: sum }) => Number(sum))), ofAgent, 'spent this month');
}, 60_000);

test('the bad version is compared with the one before it, and the answers that it gave are listed', async () => {
  const chosen = { chosen_prompt: 'support-answer', version_a: 'v7', version_b: 'v8' };
  const { asked, variables } = await open(dashboardOf(prompts.uid), view('otel', { chosen }));
  expect(variables.find(({ name }) => name === 'version_a')?.options).toEqual(['v7']);
  const faithfulness = rowsOf(asked, prompts.panels.comparison).find(
    ({ measure }) => measure === 'Score (faithfulness)'
  );
  expect(faithfulness).toMatchObject({ verdict: 'worse' });
  const worst = rowsOf(asked, prompts.panels.worstAnswers);
  expect(worst).toHaveLength(10);
  expect(new Set(worst.map(({ prompt_version }) => prompt_version))).toEqual(new Set(['v8']));
  expect(worst.every(({ score }) => Number(score) < 3)).toBe(true);
}, 60_000);

test('a conversation is shown turn by turn, once one is chosen', async () => {
  const dashboard = dashboardOf(conversations.uid);
  const first = await open(dashboard, view('otel'));
  expect(first.asked.map(({ panel }) => panel.id)).not.toContain(conversations.panels.turns);
  const found = rowsOf(first.asked, conversations.panels.mostExpensive).map((row) => String(row['conversation']));
  const conversation = found.find((id) => id !== 'other') ?? '';
  const { asked } = await open(dashboard, view('otel', { chosen: { conversation } }));
  expect(asked.map(({ panel }) => panel.id)).toContain(conversations.panels.turns);
}, 60_000);

test('coding agents are read from their log records', async () => {
  const when: Range = { from: agentsStart - 60_000, to: agentsStart + 3_600_000 };
  host.now = () => when.to;
  const own = settings('agents', { tracesTable: 'otel_logs', layout: 'auto', prices: {} });
  const { asked } = await open(dashboardOf(codingAgents.uid), view('agents', { settings: own, range: when }));
  host.now = () => t0;
  expect(asked.filter(({ answer }) => answer.rows.length === 0).map(({ panel }) => panel.title)).toEqual([]);
  const { panels } = codingAgents;
  const sum = (id: number, column: string) =>
    rowsOf(asked, id).reduce((total, row) => total + Number(row[column] ?? 0), 0);
  // Of six calls of Claude Code, three of Codex and two of Gemini CLI, as tests/integration/agents/records.ts writes them.
  expect([sum(panels.sessions, 'requests'), sum(panels.sessions, 'errors')]).toEqual([6 + 3 + 2, 1 + 2 + 1]);
  expect(sum(panels.sessions, 'input_tokens')).toBe(65_130 + 5000 + 9000);
  expect(sum(panels.tools, 'tool_calls')).toBe(4);
  expectClose(sum(panels.costByUser, 'cost'), sum(panels.developers, 'cost'), 'cost by developer');
}, 60_000);
