import { expect, test } from '@grafana/plugin-e2e';
import { answerOf } from './answers.ts';

// A rule that a user writes by hand, and from a rule to the spans behind it.

test('an alert rule is written by hand and evaluated', async ({ alertRuleEditPage, page }) => {
  await alertRuleEditPage.alertRuleNameField.fill('by hand');
  const row = await alertRuleEditPage.getQueryRow();
  await row.datasource.set('GenAI ClickHouse');
  await expect(row.locator.getByTestId('A-measure-0')).toBeVisible({ timeout: 60_000 });
  await row.locator.getByTestId('A-measure-0').click();
  await page.keyboard.type('error rate');
  await page
    .getByRole('option', { name: /^Error rate/ })
    .first()
    .click({ delay: 100 });
  await expect(alertRuleEditPage.evaluate()).toBeOK();
  await expect(page.getByText(/Firing|Normal/).first()).toBeVisible({ timeout: 60_000 });
  // The page may evaluate once more, through a route of `evaluate` that would fail the next test.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('a rule leads to the spans behind it', async ({ page }) => {
  await page.goto('/alerting/grafana/genai-error-rate/view');
  const link = page.getByRole('link', { name: 'View in Explore' }).first();
  await Promise.all([answerOf(page, 'measure'), page.goto((await link.getAttribute('href')) ?? '')]);
  const [spans] = await Promise.all([
    answerOf(page, 'spans'),
    page.getByRole('radio', { name: 'Spans' }).first().check({ force: true }),
  ]);
  expect(spans.ok()).toBe(true);
  await expect(page.getByRole('columnheader', { name: 'Trace' })).toBeVisible();
});
