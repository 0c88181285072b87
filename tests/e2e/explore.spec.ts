import { expect, test } from '@grafana/plugin-e2e';

/**
 * Presses the mouse for a moment. An instantaneous press on an option crashes Explore 12.2 with React's error 185, in the
 * tooltips of its own toolbar; from 20 ms on, and by keyboard, this does not happen.
 */
const press = { delay: 100 };

test('a query is built by hand: a measure, a grouping, a filter', async ({ explorePage, page }) => {
  await explorePage.goto();
  await explorePage.datasource.set('GenAI ClickHouse');
  const editor = explorePage.getQueryEditorRow('A');

  await editor.getByTestId('A-measure-0').click();
  await page.keyboard.type('cost');
  await page
    .getByRole('option', { name: /^Cost\b/ })
    .first()
    .click(press);

  await editor.getByRole('button', { name: 'Add filter' }).click(press);
  await editor.getByPlaceholder('Any value').click(press);
  await page.getByRole('option', { name: 'support-chat' }).click(press);
  await page.keyboard.press('Escape');

  // Every change runs the query, and while it runs, the button says Cancel.
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('button', { name: 'Run query' })).toBeVisible({ timeout: 120_000 });
  // `explorePage.runQuery` allows one second for the click, which is not always enough on a busy machine; and a press that
  // ends on Cancel, because a change started the query in the meantime, gets no response.
  const run = () =>
    Promise.all([
      page.waitForResponse((response) => response.url().includes('/api/ds/query'), { timeout: 20_000 }),
      page.getByRole('button', { name: 'Run query' }).click({ ...press, timeout: 20_000 }),
    ]);
  const [answer] = await run().catch(() => run());
  expect(answer.ok()).toBe(true);
  const { queries } = answer.request().postDataJSON() as { queries: Array<Record<string, unknown>> };
  expect(queries[0]).toMatchObject({
    kind: 'measure',
    measures: [{ id: 'cost' }],
    groupBy: ['feature'],
    filters: [{ dimension: 'feature', operator: 'in', values: ['support-chat'] }],
  });
  const { results } = (await answer.json()) as {
    results: Record<string, { frames: Array<{ schema: { fields: Array<{ labels?: Record<string, string> }> } }> }>;
  };
  const labels = (results['A']?.frames ?? []).flatMap(({ schema }) =>
    schema.fields.flatMap(({ labels: own }) => (own ? [own] : []))
  );
  expect(labels).toEqual([{ feature: 'support-chat' }]);
});
