import { expect, test } from '@grafana/plugin-e2e';
import type { Locator, Page } from '@playwright/test';
import { asks, type Results } from './answers.ts';

// Two questions that bring people to the dashboards, each answered in three clicks.

/** Tall enough for every panel, because panels that are not visible do not query. */
test.use({ viewport: { width: 1440, height: 4000 } });

const patient = { timeout: 120_000 };

const panel = (page: Page, title: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

const chosen = (page: Page, variable: string): string[] => new URL(page.url()).searchParams.getAll(`var-${variable}`);

/** The row of a panel's table that has all of the texts. */
const rowOf = (table: Locator, ...texts: string[]): Locator =>
  texts.reduce((rows, text) => rows.filter({ hasText: text }), table.getByRole('row'));

/** Clicks the largest slice of a ring at its outer edge: the middle of its box is the hole. */
async function clickSlice(slice: Locator): Promise<void> {
  const { width = 0, height = 0 } = (await slice.boundingBox()) ?? {};
  await slice.click({ position: { x: width * 0.9, y: height / 2 } });
}

test('which feature is 40 % of the bill, since when, and which version of a prompt did it', async ({ page }) => {
  await page.goto('/d/genai-overview');
  await panel(page, 'Spend').getByRole('link').click(patient);

  await page.waitForURL(/genai-cost-attribution/);
  const bill = panel(page, 'Share of the bill by feature');
  await expect(rowOf(bill, 'document-summary')).toContainText(/(39|4\d)\.?\d*%/, patient);
  await clickSlice(bill.locator('a[href*="var-feature=document-summary"] path'));

  await page.waitForURL(/var-feature=document-summary/);
  await expect(panel(page, 'Spend over time by feature').getByRole('row', { name: /order-agent/ })).toHaveCount(
    0,
    patient
  );
  const version = rowOf(panel(page, 'Top prompts by cost'), 'v12');
  await version.getByRole('link', { name: 'v12' }).click(patient);

  await page.waitForURL(/genai-prompts/);
  expect(chosen(page, 'chosen_prompt')).toEqual(['document-summary']);
  expect(chosen(page, 'version_b')).toEqual(['v12']);
  const cost = panel(page, 'Cost per request by version');
  await expect(rowOf(cost, 'v12')).toBeVisible(patient);
  // The legend begins with the most expensive version.
  await expect(cost.getByRole('row').nth(1)).toContainText('v12');
});

test('the ten worst answers of the version that fell, and what was asked', async ({ page }) => {
  await page.request.post('/login', { data: { user: 'admin', password: 'admin' } });
  await page.goto('/d/genai-overview');
  await panel(page, 'Mean score').getByRole('link').click(patient);

  await page.waitForURL(/genai-quality/);
  const fallen = rowOf(panel(page, 'Prompt versions'), 'support-answer', 'v8');
  await fallen.getByRole('link', { name: 'v8' }).click(patient);

  await page.waitForURL(/genai-prompts/);
  const worst = panel(page, 'Worst answers of v8: faithfulness');
  await expect(rowOf(worst, 'support-chat')).toHaveCount(10, patient);
  await expect(rowOf(worst, 'support-chat').first()).toContainText('v8');
  const [answered] = await Promise.all([
    page.waitForResponse(asks('"kind":"trace"'), patient),
    worst.getByRole('row').nth(1).getByRole('link').first().click(),
  ]);
  const { results } = (await answered.json()) as Results;
  expect(JSON.stringify(results)).toContain('Sources: ');
  // Explore looks at the same time as the dashboard, and the call is marked.
  await expect(page).toHaveURL(/"?from"?[^}]*now-24h/);
  await page
    .getByText(/^chat gpt-4o/)
    .first()
    .click();
  await page.getByText('Span attributes', { exact: false }).first().click();
  await expect(page.getByText('Sources: ', { exact: false }).first()).toBeVisible();
});
