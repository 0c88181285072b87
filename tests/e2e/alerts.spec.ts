import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@grafana/plugin-e2e';
import type { APIRequestContext } from '@playwright/test';
import { appId } from '../../tools/demo/grafana/names.ts';

test('the page of alert rules replays a rule while its numbers change', async ({ page }) => {
  test.setTimeout(180_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`/a/${appId}/alerts`);
  await page.getByRole('link', { name: 'Error rate high', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Error rate high' })).toBeVisible();
  await expect(page.getByRole('cell', { name: /document-summary/ }).first()).toBeVisible({ timeout: 60_000 });

  await page.getByLabel('Maximum error rate', { exact: false }).first().fill('99');
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

test('a rule is created on the page, evaluated, and changed there', async ({ page, request }) => {
  test.setTimeout(180_000);
  const copy = 'Error rate high (copy)';
  await page.goto(`/a/${appId}/alerts/${shipped}`);
  await page.getByRole('button', { name: 'Make a copy' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make a copy' }).click();
  await page.getByRole('link', { name: `Tune ${copy}` }).click();
  try {
    await expect(page.getByRole('heading', { name: copy })).toBeVisible();
    await expect.poll(() => evaluated(request, copy), { timeout: 90_000 }).toBe('ok');
    await page.getByLabel('Maximum error rate', { exact: false }).first().fill('42');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByText(`The rule "${copy}" is saved in this Grafana.`)).toBeVisible();
    const saved = await request.get(`/api/v1/provisioning/alert-rules/${shipped}-2`);
    expect(await saved.text()).toContain('$A \\u003e 0.42');
  } finally {
    await request.delete(`/api/v1/provisioning/alert-rules/${shipped}-2`);
  }
});

const shipped = 'genai-error-rate';

/** Returns the health of the rule's last evaluation; '' before the first one. */
async function evaluated(request: APIRequestContext, title: string): Promise<string> {
  const answer = await request.get('/api/prometheus/grafana/api/v1/rules');
  const { data } = (await answer.json()) as { data: { groups: { rules: Evaluated[] }[] } };
  const rule = data.groups.flatMap(({ rules }) => rules).find(({ name }) => name === title);
  return !rule || rule.lastEvaluation.startsWith('0001') ? '' : rule.health;
}

interface Evaluated {
  name: string;
  health: string;
  lastEvaluation: string;
}
