import { expect, test } from '@grafana/plugin-e2e';
import { grafanaApi } from '../../tools/demo/grafana/api.ts';

const ruleName = 'Faithfulness dropped';
const features = ['document-summary', 'listing-writer', 'order-agent', 'product-search', 'risk-review', 'support-chat'];
/** Starts pending within an interval and waits a minute. */
const FIRES_WITHIN_MS = 150_000;

test('the rule watches every feature and fires for the one whose prompt is bad', async ({ baseURL }) => {
  test.setTimeout(FIRES_WITHIN_MS + 30_000);
  const api = grafanaApi(baseURL ?? '');
  const read = async () => {
    const rule = (await api.rules()).find(({ name }) => name === ruleName);
    const alerts = rule?.alerts ?? [];
    const of = (state: RegExp) =>
      alerts.filter((alert) => state.test(alert.state)).map(({ labels }) => labels['feature']);
    return {
      health: rule?.health,
      watched: alerts.map(({ labels }) => labels['feature']).sort(),
      firing: of(/^(alerting|firing)/i),
    };
  };
  await expect
    .poll(read, { timeout: FIRES_WITHIN_MS, intervals: [2000] })
    .toEqual({ health: 'ok', watched: features, firing: ['support-chat'] });
});

test('the list of rules shows the rule', async ({ page }) => {
  await page.goto('/alerting/list');
  await page.getByText('GenAI quality').first().click();
  await expect(page.getByText(ruleName).first()).toBeVisible();
});
