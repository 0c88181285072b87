import { expect, test } from '@grafana/plugin-e2e';
import { messages } from '../../src/datasource/ConfigEditor/messages.ts';
import { datasourceId, datasourceUid, demoUser } from '../../tools/demo/grafana/names.ts';
import { violationsIn } from './violations.ts';

test('a data source is configured from nothing, and a wrong password says so', async ({
  createDataSourceConfigPage,
  page,
  request,
}) => {
  const { url } = (await (await request.get(`/api/datasources/uid/${datasourceUid}`)).json()) as { url: string };
  const settings = await createDataSourceConfigPage({ type: datasourceId });
  const field = (id: string) => page.locator(`#clickhouse-${id}`);
  await page.locator('#connection-url').fill(url);
  await field('user').fill(demoUser.user);
  await field('password').fill('wrong');
  await settings.saveAndTest();
  await expect(
    page
      .getByText(/password/i)
      .filter({ hasText: demoUser.user })
      .first()
  ).toBeVisible();

  await page.getByRole('button', { name: 'Reset' }).click();
  await field('password').fill(demoUser.password);
  // What exists is offered once it can be asked for; the spans are in another database than the user's own.
  // Two saves within a second are one to Grafana's plugin SDK, so that the second is tested once more.
  const tested = (check: () => Promise<void>) =>
    expect(async () => {
      await settings.saveAndTest();
      await check();
    }).toPass();
  await tested(() =>
    expect(page.getByText('The table otel_traces was not found').first()).toBeVisible({ timeout: 4000 })
  );
  await field('database').click();
  await page.getByRole('option', { name: demoUser.database, exact: true }).click({ delay: 100 });
  await tested(() => expect(settings).toHaveAlert('success', { timeout: 20_000 }));

  await field('traces').click();
  await expect(page.getByRole('option', { name: /otel_traces/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: `Expand section ${messages.sample}` }).click();
  await page.getByRole('button', { name: messages.look }).click();
  await expect(page.getByText('OpenTelemetry Collector').first()).toBeVisible({ timeout: 60_000 });
});

for (const theme of ['dark', 'light']) {
  test(`the settings can be used by everyone, in ${theme}`, async ({ page }) => {
    await page.goto(`/connections/datasources/edit/${datasourceUid}?theme=${theme}`);
    await expect(page.locator('#connection-url')).toBeVisible();
    // Sections that are closed have fields, too.
    for (const closed of await page.locator('main button[aria-expanded=false]').all()) {
      await closed.click();
    }
    expect(await violationsIn(page, 'form')).toEqual([]);
  });
}
