import { expect, test } from '@grafana/plugin-e2e';
import type { APIRequestContext, Page } from '@playwright/test';
import { messages as budgets } from '../../src/app/budgets/messages.ts';
import { messages as filters } from '../../src/app/filters/messages.ts';
import { messages as home } from '../../src/app/home/messages.ts';
import { messages as prices } from '../../src/app/prices/messages.ts';
import { messages as prompts } from '../../src/app/prompts/messages.ts';
import { messages as settings } from '../../src/app/settings/messages.ts';
import { messages as setup, steps } from '../../src/app/setup/messages.ts';
import { appId, datasourceUid, demoUser } from '../../tools/demo/grafana/names.ts';
import { violationsIn } from './violations.ts';

const app = `/a/${appId}`;
const api = `/api/datasources/uid/${datasourceUid}`;
/** A machine that does something else takes its time. */
const patience = { timeout: 90_000 };

interface Saved {
  version: number;
  jsonData: { budgets?: { name: string; amount: number }[]; prices?: { overrides?: { model: string }[] } };
}

const readSaved = async (request: APIRequestContext): Promise<Saved> =>
  (await (await request.get(api)).json()) as Saved;

/** Puts settings back as they were before a test. */
async function restore(request: APIRequestContext, { jsonData }: Saved): Promise<void> {
  const now = await readSaved(request);
  await request.put(api, { data: { ...now, jsonData } });
}

function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

/** Waits until every part of a page has arrived. */
const arrived = (page: Page) => expect(page.getByText(/^Loading: /)).toHaveCount(0, patience);

test('the start page says what is connected, seen, spent, firing and missing', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto(app);
  const panel = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(panel(home.connection).getByText(home.healthy)).toBeVisible(patience);
  await expect(panel(home.connection).getByText('otel.otel_traces')).toBeVisible();
  await expect(panel(home.spending).getByText(/^\$/).first()).toBeVisible(patience);
  await expect(panel(home.traffic).getByText(/support-api/)).toBeVisible(patience);
  await expect(panel(home.quality).getByRole('cell', { name: 'faithfulness' })).toBeVisible(patience);
  await arrived(page);
  await panel(home.missing).getByRole('link', { name: home.repair.prices }).click();
  await expect(page).toHaveURL(/\/prices\?ds=/);
  expect(errors).toEqual([]);
});

test('a budget is added, drawn, changed and deleted', async ({ page, request }) => {
  const errors = watchErrors(page);
  const before = await readSaved(request);
  try {
    await page.goto(`${app}/budgets`);
    await page.getByRole('button', { name: budgets.add }).click();
    await page.locator('#budget-name').fill('Search');
    await page.locator('#budget-amount').fill('50');
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.getByPlaceholder(filters.valuesPlaceholder).click();
    await page.getByRole('option', { name: 'product-search' }).click(patience);
    await page.getByRole('button', { name: settings.save, exact: true }).click();
    const row = page.getByRole('row', { name: /Search/ });
    // A machine with much else to do may take longer than a query may.
    await expect(async () => {
      const again = page.getByRole('button', { name: /^Try again/ });
      if (await again.isVisible()) {
        await again.click();
      }
      await expect(row.getByText(/\$\d/).first()).toBeVisible();
    }).toPass(patience);
    expect((await readSaved(request)).jsonData.budgets).toContainEqual({
      name: 'Search',
      amount: 50,
      period: 'month',
      filters: [{ dimension: 'feature', operator: 'in', values: ['product-search'] }],
    });

    await row.getByRole('button', { name: budgets.showLabel('Search') }).click();
    const chart = page.getByRole('region', { name: budgets.chart('Search') });
    await expect(chart.locator('canvas').first()).toBeVisible(patience);
    await expect(page).toHaveURL(/budget=Search/);

    await row.getByRole('button', { name: budgets.removeLabel('Search') }).click();
    await page.getByRole('button', { name: budgets.remove, exact: true }).click();
    await expect(row).toHaveCount(0, patience);
    expect((await readSaved(request)).jsonData.budgets?.map(({ name }) => name)).not.toContain('Search');
    expect(errors).toEqual([]);
  } finally {
    await restore(request, before);
  }
});

test('a save that somebody overtook is refused by Grafana, and nothing is lost', async ({ page, request }) => {
  const before = await readSaved(request);
  const [first] = before.jsonData.budgets ?? [];
  try {
    await page.goto(`${app}/budgets`);
    await page.getByRole('button', { name: budgets.editLabel(first?.name ?? '') }).click();
    await page.locator('#budget-amount').fill('1234');
    await page.locator('#budget-amount').press('Tab');
    const theirs = [...(before.jsonData.budgets ?? []), { name: 'Theirs', amount: 5, period: 'day' }];
    const answer = await request.put(api, {
      data: { ...(await readSaved(request)), jsonData: { ...before.jsonData, budgets: theirs } },
    });
    expect(answer.ok()).toBe(true);
    await page.getByRole('button', { name: settings.save, exact: true }).click();
    await expect(page.getByText(settings.overtaken(['budgets']))).toBeVisible();
    await expect(page.locator('#budget-amount')).toHaveValue('1234');
    await page.getByRole('button', { name: settings.saveAnyway }).click();
    await expect
      .poll(async () => (await readSaved(request)).jsonData.budgets?.map(({ name, amount }) => [name, amount]))
      .toEqual([...theirs.map(({ name, amount }) => [name, name === first?.name ? 1234 : amount])]);
  } finally {
    await restore(request, before);
  }
});

test('a model without a price gets one', async ({ page, request }) => {
  const errors = watchErrors(page);
  const before = await readSaved(request);
  try {
    await page.goto(`${app}/prices`);
    const row = page.getByRole('row', { name: /halden-notes-24b-2606/ });
    await expect(row.getByText(prices.noPrice, { exact: true }).first()).toBeVisible(patience);
    await row.getByRole('button', { name: /^Set the price/ }).click();
    await row.getByLabel(prices.input, { exact: true }).fill('0.2');
    await row.getByLabel(prices.output, { exact: true }).fill('0.6');
    await row.getByLabel(prices.output, { exact: true }).press('Tab');
    await row.getByRole('button', { name: settings.save }).click();
    await expect(row.getByText(prices.isOwn)).toBeVisible(patience);
    await expect(row.getByText(/^\$\d/).nth(1)).toBeVisible(patience);
    expect((await readSaved(request)).jsonData.prices?.overrides?.map(({ model }) => model)).toEqual([
      'halden-notes-24b-2606',
    ]);
    await row.getByRole('button', { name: /^Remove/ }).click();
    await expect(row.getByText(prices.isOwn)).toHaveCount(0, patience);
    expect(errors).toEqual([]);
  } finally {
    await restore(request, before);
  }
});

test('the same tokens are priced at another model', async ({ page }) => {
  await page.goto(`${app}/prices?other=${encodeURIComponent('openai/gpt-4o-mini')}`);
  const table = page.getByRole('table', { name: prices.other });
  await expect(table.getByRole('row', { name: new RegExp(prices.total) })).toContainText('−$', patience);
});

test('the bad version of a prompt has evidence for a roll-back', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto(`${app}/prompts?prompt=support-answer&a=v7&b=v8`);
  await expect(page.getByText(prompts.worse('v8', 'v7'), { exact: true })).toBeVisible({ timeout: 180_000 });
  await expect(page.getByRole('row', { name: /^Score .faithfulness/ })).toContainText(prompts.verdicts['worse'] ?? '');
  await page.getByRole('link', { name: prompts.dashboard }).click();
  await expect(page).toHaveURL(/genai-prompts.*version_b=v8/);
  expect(errors).toEqual([]);
});

test('setup leads from no data source to the first number', async ({ page, request }) => {
  const errors = watchErrors(page);
  const { url } = (await (await request.get(api)).json()) as { url: string };
  const name = 'Made by setup';
  try {
    await page.goto(`${app}/setup`);
    await page.locator('#create-name').fill(name);
    await page.locator('#create-url').fill(url);
    await page.locator('#create-database').fill(demoUser.database);
    await page.locator('#create-user').fill(demoUser.user);
    await page.locator('#create-password').fill(demoUser.password);
    await page.getByRole('button', { name: setup.createButton }).click();
    await expect(page.getByText(setup.works, { exact: true })).toBeVisible(patience);

    const next = (step: (typeof steps)[number]) =>
      page.getByRole('button', { name: setup.next(setup.steps[step]) }).click();
    await next('detect');
    await expect(page.getByRole('cell', { name: 'gen_ai.usage.input_tokens' }).first()).toBeVisible(patience);
    await expect(page.getByRole('cell', { name: 'input_tokens', exact: true }).first()).toBeVisible();
    await next('mapping');
    await expect(page.getByText(/of the calls of the last 24 hours say it: order-agent/)).toBeVisible(patience);
    await next('checks');
    await expect(page.getByRole('table', { name: 'support-api' })).toBeVisible(patience);
    await page.reload();
    await expect(page.getByRole('table', { name: 'support-api' })).toBeVisible(patience);
    await next('rules');
    await expect(page.getByText(setup.allCreated)).toBeVisible(patience);
    await next('dashboards');
    await next('tiers');
    await expect(page.getByText('CREATE TABLE IF NOT EXISTS').first()).toBeVisible(patience);
    await page.getByRole('link', { name: setup.steps.dashboards }).click();
    await page.getByRole('link', { name: 'GenAI overview' }).click();
    await expect(page).toHaveURL(/genai-overview.*var-datasource=/);
    expect(errors).toEqual([]);
  } finally {
    await request.delete(`/api/datasources/name/${encodeURIComponent(name)}`);
  }
});

const pages: [path: string, settled: string][] = [
  ['', home.missing],
  ['budgets?budget=Everything', budgets.pace],
  ['prices', prices.other],
  ['prompts', prompts.comparison],
  ...steps.map((step): [string, string] => [`setup?ds=${datasourceUid}&step=${step}`, setup.steps[step]]),
];

for (const theme of ['dark', 'light']) {
  test(`the pages can be used by everyone, in ${theme}`, async ({ page }) => {
    test.setTimeout(600_000);
    for (const [path, settled] of pages) {
      await page.goto(`${app}/${path}${path.includes('?') ? '&' : '?'}theme=${theme}`);
      await expect(page.getByText(settled, { exact: true }).first()).toBeVisible(patience);
      await arrived(page);
      expect(await violationsIn(page, 'main'), path).toEqual([]);
    }
  });
}

test('the pages fit on a narrow screen', async ({ page }) => {
  test.setTimeout(600_000);
  await page.setViewportSize({ width: 420, height: 900 });
  for (const [path, settled] of pages) {
    await page.goto(`${app}/${path}`);
    await expect(page.getByText(settled, { exact: true }).first()).toBeVisible(patience);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect(wide, path).toBeLessThanOrEqual(0);
  }
});
