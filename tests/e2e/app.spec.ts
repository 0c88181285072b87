import { expect, test } from '@grafana/plugin-e2e';
import { appId } from '../../tools/demo/grafana/names.ts';

test('the app page loads and lists the data source', async ({ gotoAppPage, page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await gotoAppPage({ pluginId: appId });
  await expect(page.getByRole('heading', { name: 'GenAI Observability' })).toBeVisible();
  await expect(page.getByText('GenAI ClickHouse').first()).toBeVisible();
  expect(errors).toEqual([]);
});
