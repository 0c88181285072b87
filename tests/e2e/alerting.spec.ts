import { expect, test } from '@grafana/plugin-e2e';
import { alertRules } from '../../src/engine/alerts/index.ts';
import { grafanaApi } from '../../tools/demo/grafana/api.ts';

/** The rule is pending within half a minute, and then for a minute. The first evaluation takes longer, because of the census. */
const FIRES_WITHIN_MS = 240_000;

/** What happens at the end of the demo's story: a bad prompt, and a model without a known price. */
const expected = [
  'Evaluation dropped: support-chat',
  'Faithfulness dropped: support-chat',
  'Unpriced model seen: halden-notes-24b',
];

test('every rule is evaluated, and those fire whose incident goes on', async ({ baseURL }) => {
  test.setTimeout(FIRES_WITHIN_MS + 30_000);
  const api = grafanaApi(baseURL ?? '');
  const read = async () => {
    const rules = await api.rules();
    const firing = rules.flatMap(({ name, alerts }) =>
      (alerts ?? [])
        .filter(({ state }) => /^(alerting|firing)/i.test(state))
        .map(
          ({ labels }) => `${name}: ${labels['feature'] ?? labels['model'] ?? labels['service'] ?? labels['budget']}`
        )
    );
    return {
      healthy: rules.filter(({ health }) => health === 'ok' || health === 'nodata').length,
      firing: [...new Set(firing)].sort(),
    };
  };
  await expect
    .poll(read, { timeout: FIRES_WITHIN_MS, intervals: [2000] })
    .toEqual({ healthy: alertRules.length, firing: expected });
});

test('the list of rules shows the rule', async ({ page }) => {
  await page.goto('/alerting/list');
  await page.getByText('GenAI quality').first().click();
  await expect(page.getByText('Faithfulness dropped').first()).toBeVisible();
});
