import { expect, test } from '@grafana/plugin-e2e';

test('a query is built by hand: a measure, a grouping, a filter', async ({ explorePage, page }) => {
  await explorePage.goto();
  await explorePage.datasource.set('GenAI ClickHouse');
  const editor = explorePage.getQueryEditorRow('A');

  await editor.getByTestId('A-measure-0').click();
  await page
    .getByRole('option', { name: /^Cost\b/ })
    .first()
    .click();

  await editor.getByRole('button', { name: 'Add filter' }).click();
  await editor.getByTestId('A-filter-0-values').click();
  await page.getByRole('option', { name: 'support-chat' }).click();
  await page.keyboard.press('Escape');

  const answer = await explorePage.runQuery();
  await expect(answer).toBeOK();
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
    schema.fields.flatMap((field) => field.labels ?? [])
  );
  expect(labels).toEqual([{ feature: 'support-chat' }]);
  await expect(page.getByRole('button', { name: 'support-chat' }).first()).toBeVisible();
});
