import { expect, test } from '@grafana/plugin-e2e';
import { datasourceUid } from '../../tools/demo/grafana/names.ts';

test('the settings page finds the spans', async ({ gotoDataSourceConfigPage, page }) => {
  const settings = await gotoDataSourceConfigPage(datasourceUid);
  await expect(settings.saveAndTest({ path: `/api/datasources/uid/${datasourceUid}/health` })).toBeOK();
  await expect(settings).toHaveAlert('success');
  await expect(page.getByText(/gen_ai spans from the last 24 hours/)).toBeVisible();
});
