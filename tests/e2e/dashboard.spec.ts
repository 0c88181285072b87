import { readFileSync } from 'node:fs';
import { expect, test } from '@grafana/plugin-e2e';
import type { Response } from '@playwright/test';

interface Panel {
  type: string;
  title: string;
}

interface Results {
  results: Record<
    string,
    { error?: string; frames?: Array<{ schema: { fields: unknown[] }; data: { values: unknown[][] } }> }
  >;
}

const { uid, panels } = JSON.parse(readFileSync('dashboards/cost-attribution.json', 'utf8')) as {
  uid: string;
  panels: Panel[];
};
const titles = panels.filter(({ type }) => type !== 'row' && type !== 'text').map(({ title }) => title);

/** Tall enough for every panel, because panels that are not visible do not query. */
test.use({ viewport: { width: 1600, height: 6000 } });

test('cost attribution shows every panel, with data and without an error', async ({
  gotoDashboardPage,
  page,
  selectors,
}) => {
  const answers: Response[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/ds/query')) {
      answers.push(response);
    }
  });
  const dashboard = await gotoDashboardPage({ uid });

  for (const title of titles) {
    await expect(page.getByTestId(selectors.components.Panels.Panel.title(title)).first(), title).toBeVisible();
  }
  // The variables query first, and the panels only after they are answered.
  await expect.poll(() => answers.length, { timeout: 120_000 }).toBeGreaterThanOrEqual(titles.length);
  await dashboard.waitForPanelsQueriesToComplete({ timeout: 120_000 });
  await expect(page.getByTestId(/Panel status error/)).toHaveCount(0);
  await expect(page.getByText('No data', { exact: true })).toHaveCount(0);

  for (const answer of answers) {
    const { results } = (await answer.json()) as Results;
    for (const [refId, { error, frames = [] }] of Object.entries(results)) {
      expect(error, `${refId} of ${answer.url()}`).toBeUndefined();
      expect(
        frames.some(({ data }) => (data.values[0]?.length ?? 0) > 0),
        `rows of ${answer.url()}`
      ).toBe(true);
    }
  }
});
