import { expect, test } from '@grafana/plugin-e2e';
import type { Response } from '@playwright/test';
import { datasourceUid } from '../../tools/demo/grafana/names.ts';
import { answerOf, datasource, type Frame, type Results } from './answers.ts';

// From a list of spans to the trace, its graph, the conversation and log records, as links lead there.

/** The address of Explore with one query of the data source. */
function explore(query: Record<string, unknown>): string {
  const pane = {
    datasource: datasourceUid,
    queries: [{ refId: 'A', datasource, version: 1, format: 'table', ...query }],
    range: { from: 'now-24h', to: 'now' },
  };
  return `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`;
}

async function framesOf(response: Response): Promise<Frame[]> {
  expect(response.ok()).toBe(true);
  const { results } = (await response.json()) as Results;
  expect(Object.values(results).flatMap(({ error }) => (error === undefined ? [] : [error]))).toEqual([]);
  return Object.values(results).flatMap(({ frames = [] }) => frames);
}

/** The first value of a column. */
const firstOf = ({ schema, data }: Frame, name: string): string =>
  String(data.values[schema.fields.findIndex((field) => field.name === name)]?.[0]);

const list = { kind: 'spans', groupBy: ['conversation'], columns: ['cost'], filters: [], orderBy: 'cost', limit: 5 };

test('a trace id leads to the trace, with its graph', async ({ page }) => {
  const [listed] = await Promise.all([answerOf(page, 'spans'), page.goto(explore(list))]);
  const [spans] = await framesOf(listed);
  const traceId = firstOf(spans as Frame, 'trace_id');
  const [answered] = await Promise.all([
    answerOf(page, 'trace'),
    page
      .getByRole('link', { name: traceId })
      .or(page.getByText(traceId, { exact: true }))
      .first()
      .click({ delay: 100 }),
  ]);
  const shown = (await framesOf(answered)).map(({ schema }) => schema.meta?.preferredVisualisationType);
  expect(shown).toEqual(expect.arrayContaining(['trace', 'nodeGraph']));
  await expect(page.getByText('Node graph').first()).toBeVisible();
  await expect(page.getByTestId('data-testid panel content').or(page.getByText(/Trace/)).first()).toBeVisible();
});

test('a conversation is listed turn by turn', async ({ page }) => {
  const [listed] = await Promise.all([answerOf(page, 'spans'), page.goto(explore(list))]);
  const [spans] = await framesOf(listed);
  const conversationId = firstOf(spans as Frame, 'conversation');
  const [answered] = await Promise.all([
    answerOf(page, 'conversation'),
    page.goto(explore({ kind: 'conversation', conversationId, content: true })),
  ]);
  const [turns] = await framesOf(answered);
  expect(turns?.schema.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['turn', 'model', 'cost']));
  // Nobody is logged in, so that no prompts are shown.
  expect(turns?.schema.fields.map(({ name }) => name)).not.toContain('input');
  await expect(page.getByRole('columnheader', { name: 'Turn' })).toBeVisible();
});

test('log records are shown as logs', async ({ page }) => {
  const [answered] = await Promise.all([answerOf(page, 'logs'), page.goto(explore({ kind: 'logs', limit: 20 }))]);
  const [records] = await framesOf(answered);
  expect(records?.schema.meta?.preferredVisualisationType).toBe('logs');
  await expect(page.getByText(/gen_ai\.evaluation\.result \{/).first()).toBeVisible();
});

for (const [name, query] of Object.entries({
  events: { kind: 'events', events: ['prompt_deployments', 'model_changes'], filters: [] },
  values: { kind: 'values', of: 'dimension', dimension: 'feature', filters: [] },
  'prompt versions': { kind: 'prompt_versions', filters: [] },
  budgets: { kind: 'budgets' },
  'a semantic cache': { kind: 'semantic_cache', groupBy: [], filters: [] },
})) {
  test(`Explore shows ${name}`, async ({ page }) => {
    const [answered] = await Promise.all([answerOf(page, query.kind), page.goto(explore(query))]);
    expect(await framesOf(answered)).not.toEqual([]);
    await expect(page.getByRole('columnheader').first()).toBeVisible();
  });
}
