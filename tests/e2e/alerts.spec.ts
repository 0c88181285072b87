import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@grafana/plugin-e2e';
import { appId } from '../../tools/demo/grafana/names.ts';

test('the page of alert rules replays a rule while its numbers change', async ({ page }) => {
  test.setTimeout(180_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`/a/${appId}/alerts`);
  await page.getByRole('link', { name: 'Error rate high', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Error rate high' })).toBeVisible();
  await expect(page.getByRole('cell', { name: /document-summary/ }).first()).toBeVisible({ timeout: 60_000 });

  await page.getByLabel('Highest error rate', { exact: false }).first().fill('99');
  await expect(page.getByRole('cell', { name: /document-summary/ })).toHaveCount(0, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByText('$A > 0.99').first()).toBeVisible();
  expect(errors).toEqual([]);
});

test('the page of alert rules can be used by everyone', async ({ page }) => {
  await page.goto(`/a/${appId}/alerts`);
  await expect(page.getByRole('link', { name: 'Error rate high', exact: true })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('main').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
