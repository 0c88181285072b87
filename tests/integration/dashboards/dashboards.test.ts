import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { HostSettings } from '../../../src/engine/host.ts';
import type { Filter } from '../../../src/engine/query/model.ts';
import { budgets } from '../../../tools/demo/budgets.ts';
import { generate } from '../../../tools/demo/data/generate.ts';
import { records, t0 as agentsStart } from '../agents/records.ts';
import type { Rows } from '../engine/canonical.ts';
import { price } from '../engine/facts.ts';
import { load, t0 } from '../engine/rows.ts';
import { evaluate } from '../engine/reference.ts';
import { expectClose, startHost, type Host } from '../engine/support.ts';
import { differences, isKnown } from './compared.ts';
import { dashboardOf, open, shipped, type Asked, type Range, type View } from './opened.ts';

// Every query of every dashboard is run as Grafana would, and its numbers are compared with the reference's.

/** The last hours of the demo: a bad version of a prompt went live two hours ago. */
const range: Range = { from: t0 - 2.5 * 3_600_000, to: t0 };

const { budgets: budgetPanels, prompts, conversations, codingAgents } = dashboards;

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
  await load(host.url, 'agents', { spans: [], logs: records });
}, 240_000);

afterAll(() => host?.close());

/** A third of the traces is enough to compare numbers, and quicker. */
const isKept = ({ TraceId }: { TraceId: string }): boolean => parseInt(TraceId.slice(0, 2), 16) % 3 === 0;

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
      return isKnown(query) ? [{ panel, query, wrong: differences(query, answer, rows, window) }] : [];
    });
    expect(compared.flatMap(({ panel, wrong }) => wrong.slice(0, 3).map((text) => `${panel.title}: ${text}`))).toEqual(
      []
    );
    // Of budgets, more is compared below. A strip of numbers is one query.
    const queries = new Set(compared.map(({ query }) => JSON.stringify(query)));
    expect(queries.size).toBeGreaterThanOrEqual(dashboard.uid === budgetPanels.uid ? 2 : 3);
  }, 120_000);
});

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

describe('coding agents', () => {
  const { uid, panels } = codingAgents;
  let asked: readonly Asked[];

  beforeAll(async () => {
    const when: Range = { from: agentsStart - 60_000, to: agentsStart + 3_600_000 };
    const own = settings('agents', { tracesTable: 'otel_logs', layout: 'auto', prices: {} });
    host.now = () => when.to;
    ({ asked } = await open(dashboardOf(uid), view('agents', { settings: own, range: when })));
    host.now = () => t0;
  }, 60_000);

  /** The rows of a panel's table by the texts of a column, with the columns that are compared. */
  const table = (id: number, by: string, columns: readonly string[]) =>
    Object.fromEntries(
      rowsOf(asked, id).map((row) => [row[by], columns.map((name) => (row[name] === null ? null : Number(row[name])))])
    );
  const near = (value: number) => expect.closeTo(value, 9) as number;

  // What follows is added up by hand from the records that tests/integration/agents/records.ts writes.
  const reported = { ada: 0.0188 + 2 * 0.0089, unnamed: 2 * 0.001 };
  /** At prices of a million tokens: uncached input at $1.25, cached at $0.125, output at $10. */
  const estimated = {
    bob: (5000 * 1.25 + 4000 * 0.125 + 200 * 10) / 1e6,
    cyd: (2000 * 1.25 + 3000 * 0.125 + 400 * 10) / 1e6,
  };
  const developers = {
    'ada@example.com': near(reported.ada),
    '9c1f0a': near(reported.unnamed),
    'bob@example.com': near(estimated.bob),
    'cyd@example.com': near(estimated.cyd),
  };
  const all = reported.ada + reported.unnamed + estimated.bob + estimated.cyd;

  test('are read from their log records', () => {
    expect(asked.filter(({ answer }) => answer.rows.length === 0).map(({ panel }) => panel.title)).toEqual([]);
  });

  test('have as many sessions, turns, developers and tool calls as they wrote, and cost what they say', () => {
    expect(rowsOf(asked, panels.numbers)).toMatchObject([
      {
        ...{ conversations: 4, agent_runs: 4, cost: near(all), users: 4, tool_calls: 4 },
        cache_hit_rate: near((63_000 + 4000 + 3000) / (65_130 + 9000 + 5000)),
      },
    ]);
  });

  test('cost by developer, repository and model what their records add up to', () => {
    expect(table(panels.costByUser, 'user', ['cost'])).toEqual(
      Object.fromEntries(Object.entries(developers).map(([user, cost]) => [user, [cost]]))
    );
    expect(table(panels.costByRepository, 'repository', ['cost'])).toEqual({ shop: [near(all)] });
    expect(table(panels.costByModel, 'model', ['cost'])).toEqual({
      'claude-sonnet-4-5-20250929': [near(reported.ada + reported.unnamed)],
      'gemini-2.5-pro': [near(estimated.bob)],
      'gpt-5': [near(estimated.cyd)],
    });
  });

  test('have sessions with their requests, errors and tokens', () => {
    const columns = ['requests', 'errors', 'input_tokens', 'output_tokens', 'cache_hit_rate'];
    expect(table(panels.sessions, 'conversation', columns)).toEqual({
      'session-1': [4, 1, 65_128, 520, near(63_000 / 65_128)],
      'session-2': [2, 1, 9000, 200, near(4000 / 9000)],
      'session-3': [3, 2, 5000, 400, near(3000 / 5000)],
      'session-4': [2, 0, 2, 20, 0],
    });
  });

  test('have developers with their sessions, turns and tools', () => {
    const columns = ['cost', 'conversations', 'cost_per_conversation', 'agent_runs', 'requests', 'tool_calls'];
    const { 'ada@example.com': ada, '9c1f0a': unnamed, 'bob@example.com': bob, 'cyd@example.com': cyd } = developers;
    expect(table(panels.developers, 'user', columns)).toEqual({
      'ada@example.com': [ada, 1, ada, 2, 4, 2],
      '9c1f0a': [unnamed, 1, unnamed, 0, 2, 0],
      'bob@example.com': [bob, 1, bob, 1, 2, 1],
      'cyd@example.com': [cyd, 1, cyd, 1, 3, 1],
    });
  });

  test('have tools that fail and take as long as they say', () => {
    expect(table(panels.tools, 'tool', ['tool_calls', 'tool_failure_rate', 'tool_latency_p95'])).toEqual({
      Bash: [1, 0, near(2.5)],
      Edit: [1, 1, near(0.04)],
      read_file: [1, 0, near(0.7)],
      shell: [1, 1, near(0.6)],
    });
  });
});
