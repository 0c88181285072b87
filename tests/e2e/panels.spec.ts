import { expect, test } from '@grafana/plugin-e2e';
import type { APIRequestContext, Response } from '@playwright/test';
import { answerOf, asks, datasource, isQuery, type Results } from './answers.ts';
import { violationsIn } from './violations.ts';

// What a user puts on a dashboard by hand: each kind of query, variables, ad-hoc filters, annotations.

const query = (own: Record<string, unknown>) => ({ refId: 'A', datasource, version: 1, format: 'table', ...own });
const list = { kind: 'spans', groupBy: ['conversation'], columns: ['cost'], filters: [], orderBy: 'cost', limit: 5 };

/** The first row of a query's first frame, by column. */
async function firstRow(request: APIRequestContext, own: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await request.post('/api/ds/query', {
    data: { from: 'now-24h', to: 'now', queries: [{ ...query(own), intervalMs: 60_000, maxDataPoints: 500 }] },
  });
  const [frame] = ((await answer.json()) as Results).results['A']?.frames ?? [];
  return Object.fromEntries(
    (frame?.schema.fields ?? []).map(({ name }, index) => [name, frame?.data.values[index]?.[0]])
  );
}

interface Given {
  panels: Array<{ type: string; title: string; query: Record<string, unknown> }>;
  variables?: object[];
  annotations?: object[];
}

/** Saves a dashboard, and returns its path. */
async function saved(request: APIRequestContext, uid: string, { panels, variables = [], annotations = [] }: Given) {
  const answer = await request.post('/api/dashboards/db', {
    data: {
      overwrite: true,
      dashboard: {
        uid,
        title: uid,
        schemaVersion: 41,
        time: { from: 'now-24h', to: 'now' },
        templating: { list: variables },
        annotations: { list: annotations },
        panels: panels.map(({ type, title, query: own }, index) => ({
          id: index + 1,
          type,
          title,
          datasource,
          targets: [query(own)],
          gridPos: { x: (index % 3) * 8, y: Math.floor(index / 3) * 8, w: 8, h: 8 },
        })),
      },
    },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return `/d/${uid}`;
}

test.afterEach(async ({ request }) => {
  await Promise.all(['e2e-kinds', 'e2e-chosen'].map((uid) => request.delete(`/api/dashboards/uid/${uid}`)));
});

test.describe('every kind of query', () => {
  test.use({ viewport: { width: 1600, height: 4000 } });

  test('is shown in a panel, without an error', async ({ page, request }) => {
    const { trace_id: traceId, conversation: conversationId } = await firstRow(request, list);
    const measure = { kind: 'measure', groupBy: ['model'], filters: [], measures: [{ id: 'cost' }] };
    const path = await saved(request, 'e2e-kinds', {
      panels: [
        { type: 'timeseries', title: 'Measures', query: { ...measure, format: 'timeseries' } },
        { type: 'table', title: 'Measures by group', query: measure },
        {
          type: 'heatmap',
          title: 'Heatmap',
          query: { ...measure, format: 'heatmap', groupBy: [], measures: [{ id: 'latency_p95' }] },
        },
        { type: 'table', title: 'Spans', query: list },
        { type: 'traces', title: 'Trace', query: { kind: 'trace', traceId } },
        { type: 'nodeGraph', title: 'Graph', query: { kind: 'trace', traceId, view: 'nodes' } },
        { type: 'table', title: 'Conversation', query: { kind: 'conversation', conversationId } },
        {
          type: 'table',
          title: 'Values',
          query: { kind: 'values', of: 'dimension', dimension: 'feature', filters: [] },
        },
        { type: 'table', title: 'Events', query: { kind: 'events', events: ['prompt_deployments'], filters: [] } },
        { type: 'logs', title: 'Log records', query: { kind: 'logs', limit: 20 } },
        { type: 'table', title: 'Prompts', query: { kind: 'prompt_versions', filters: [] } },
        { type: 'table', title: 'Budgets', query: { kind: 'budgets' } },
        { type: 'table', title: 'Cache', query: { kind: 'semantic_cache', filters: [] } },
        {
          type: 'table',
          title: 'SQL',
          query: { kind: 'sql', sql: 'SELECT count() AS n FROM $__table WHERE $__timeFilter(Timestamp)' },
        },
      ],
    });
    const answers: Response[] = [];
    page.on('response', (response) => void (isQuery(response) && answers.push(response)));
    await page.goto(path);
    await expect.poll(() => answers.length, { timeout: 120_000 }).toBeGreaterThanOrEqual(14);
    for (const answer of answers) {
      const { results } = (await answer.json()) as Results;
      for (const { error, frames = [] } of Object.values(results)) {
        expect(error, answer.request().postData() ?? '').toBeUndefined();
        expect(frames.length, answer.request().postData() ?? '').toBeGreaterThan(0);
      }
    }
    await expect(page.getByTestId(/Panel status error/)).toHaveCount(0);
  });
});

test('a variable offers the values of a dimension, the next one those that go with it, and a panel follows both', async ({
  page,
  request,
}) => {
  const variable = (name: string, own: object) => ({
    name,
    label: name,
    type: 'query',
    datasource,
    refresh: 1,
    multi: true,
    includeAll: true,
    current: { text: 'All', value: '$__all' },
    query: { refId: 'variable', version: 1, kind: 'values', format: 'table', of: 'dimension', ...own },
  });
  const path = await saved(request, 'e2e-chosen', {
    variables: [
      variable('feature', { dimension: 'feature', filters: [] }),
      variable('model', {
        dimension: 'model',
        filters: [{ dimension: 'feature', operator: 'in', values: ['$feature'] }],
      }),
    ],
    panels: [
      {
        type: 'table',
        title: 'Cost',
        query: {
          kind: 'measure',
          measures: [{ id: 'cost' }],
          groupBy: ['feature', 'model'],
          filters: [
            { dimension: 'feature', operator: 'in', values: ['$feature'] },
            { dimension: 'model', operator: 'in', values: ['$model'] },
          ],
        },
      },
    ],
  });
  const [answer] = await Promise.all([
    page.waitForResponse(
      (response) =>
        asks('"kind":"measure"')(response) && asks('support-chat')(response) && !asks('document-summary')(response),
      { timeout: 120_000 }
    ),
    page.goto(`${path}?var-feature=support-chat`),
  ]);
  const [frame] = ((await answer.json()) as Results).results['A']?.frames ?? [];
  expect(new Set(frame?.data.values[0])).toEqual(new Set(['support-chat']));
  // The second variable only offers models of that feature.
  const models = new Set(frame?.data.values[1]);
  await page
    .getByTestId('data-testid template variable')
    .filter({ hasText: 'model' })
    .getByRole('combobox')
    .click({ delay: 100 });
  await expect(page.getByRole('option', { name: 'gpt-4o', exact: true })).toBeVisible();
  const offered = (await page.getByRole('option').allTextContents()).filter((text) => !/^(All|Selected)/.test(text));
  expect(new Set(offered)).toEqual(models);
});

test('an ad-hoc filter offers keys and values, and every panel follows it', async ({ page, request }) => {
  const path = await saved(request, 'e2e-chosen', {
    variables: [{ name: 'filters', type: 'adhoc', datasource, filters: [] }],
    panels: [
      {
        type: 'table',
        title: 'Cost',
        query: { kind: 'measure', measures: [{ id: 'cost' }], groupBy: ['feature'], filters: [] },
      },
      {
        type: 'table',
        title: 'SQL',
        query: { kind: 'sql', sql: 'SELECT count() AS n FROM $__table WHERE $__timeFilter(Timestamp) AND $__filters' },
      },
    ],
  });
  await page.goto(path);
  await page
    .getByPlaceholder('Filter by label values')
    .or(page.getByText('Filter by label values'))
    .first()
    .click({ delay: 100 });
  await page
    .getByRole('option', { name: /^feature/i })
    .first()
    .click({ delay: 100 });
  await page.getByRole('option', { name: '=', exact: false }).first().click({ delay: 100 });
  const [measured] = await Promise.all([
    page.waitForResponse((response) => asks('"kind":"measure"')(response) && asks('support-chat')(response), {
      timeout: 120_000,
    }),
    answerOf(page, 'sql'),
    page.getByRole('option', { name: 'support-chat' }).first().click({ delay: 100 }),
  ]);
  const [frame] = ((await measured.json()) as Results).results['A']?.frames ?? [];
  expect(frame?.data.values[0]).toEqual(['support-chat']);
});

test('an annotation marks when a prompt was deployed', async ({ page, request }) => {
  const path = await saved(request, 'e2e-chosen', {
    annotations: [
      {
        name: 'Deployments',
        datasource,
        enable: true,
        iconColor: 'blue',
        target: query({ kind: 'events', events: ['prompt_deployments'], filters: [] }),
      },
    ],
    panels: [
      {
        type: 'timeseries',
        title: 'Cost',
        query: { kind: 'measure', format: 'timeseries', measures: [{ id: 'cost' }], groupBy: [], filters: [] },
      },
    ],
  });
  await Promise.all([answerOf(page, 'events'), page.goto(path)]);
  await page.getByTestId('data-testid annotation-marker').first().hover();
  await expect(page.getByText(/prompt|version/i).first()).toBeVisible();
});

test('the editors of queries and variables can be used by everyone', async ({ page, request }) => {
  const path = await saved(request, 'e2e-chosen', {
    variables: [
      {
        name: 'feature',
        type: 'query',
        datasource,
        query: {
          refId: 'variable',
          version: 1,
          kind: 'values',
          format: 'table',
          of: 'dimension',
          dimension: 'feature',
          filters: [],
        },
      },
    ],
    panels: [
      {
        type: 'table',
        title: 'Cost',
        query: {
          kind: 'measure',
          measures: [{ id: 'cost', compare: 'ratio' }],
          baseline: { offset: 86_400 },
          groupBy: ['feature'],
          filters: [{ dimension: 'feature', operator: 'in', values: ['support-chat'] }],
        },
      },
    ],
  });
  await page.goto(`${path}?editPanel=1`);
  await expect(page.getByTestId('A-measure-0')).toBeVisible({ timeout: 60_000 });
  expect(await violationsIn(page, '[data-testid="query-editor-row"]')).toEqual([]);
  await page.goto(`${path}?editview=variables&editIndex=0`);
  await expect(page.locator('#variable-dimension')).toBeVisible({ timeout: 60_000 });
  expect(await violationsIn(page, 'fieldset, form')).toEqual([]);
});
