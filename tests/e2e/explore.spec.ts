import { expect, test } from '@grafana/plugin-e2e';

/**
 * Presses the mouse for a moment. An instantaneous press on an option crashes Explore 12.2 with React's error 185, in the
 * tooltips of its own toolbar; from 20 ms on, and by keyboard, this does not happen.
 */
const press = { delay: 100 };

test('SQL is suggested, formatted, run by a key, and marked where it is wrong', async ({ explorePage, page }) => {
  await explorePage.goto();
  await explorePage.datasource.set('GenAI ClickHouse');
  const editor = explorePage.getQueryEditorRow('A');
  // The statement is that of the preview, which needs a census first.
  await editor.getByText('Generated SQL').click(press);
  await expect(editor.locator('pre').first()).toContainText('SELECT', { timeout: 60_000 });
  await editor.getByRole('radio', { name: 'SQL' }).check({ force: true });
  await expect(editor.getByText('This is the statement of the form.')).toBeVisible();

  const write = async (text: string) => {
    await editor.locator('.monaco-editor').first().click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
    await page.keyboard.type(text, { delay: 10 });
  };
  const answered = () =>
    page.waitForResponse(
      (response) =>
        response.url().includes('/api/ds/query') && (response.request().postData() ?? '').includes('"kind":"sql"'),
      { timeout: 60_000 }
    );
  const sqlOf = (body: string | null) =>
    (JSON.parse(body ?? '{}') as { queries: Array<{ sql: string }> }).queries[0]?.sql.replace(/\s+/g, ' ');

  await write(
    "SELECT count() AS n FROM $__table WHERE $__timeFilter(Timestamp) AND $__filters AND SpanAttributes['gen_ai.request.mo"
  );
  await page.locator('.suggest-widget').getByText('gen_ai.request.model').first().click(press);
  const [run] = await Promise.all([answered(), page.keyboard.press('ControlOrMeta+Enter')]);
  expect(run.ok() || run.status() === 400).toBe(true);
  expect(sqlOf(run.request().postData())).toContain("AND SpanAttributes['gen_ai.request.model']");

  await write(
    'SELECT $__timeInterval(Timestamp) AS time, count() AS n FROM $__table WHERE $__timeFilter(Timestamp) AND $__filters GROUP BY time'
  );
  const [formatted] = await Promise.all([answered(), editor.getByRole('button', { name: 'Format' }).click(press)]);
  expect(formatted.ok()).toBe(true);
  expect(formatted.request().postData()).toContain('\\n  count() AS n\\nFROM\\n  $__table\\nWHERE');

  await write('SELECT count() AS n FROM $__table WHERE ServiceName 1');
  await Promise.all([answered(), page.keyboard.press('ControlOrMeta+Enter')]);
  await expect(editor.locator('.squiggly-error')).toBeVisible();

  await editor.getByRole('radio', { name: 'Measures' }).check({ force: true });
  await expect(editor.getByTestId('A-measure-0')).toBeVisible();
});

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
