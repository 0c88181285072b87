import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@grafana/plugin-e2e';
import type { Response } from '@playwright/test';

interface Panel {
  type: string;
  title: string;
}

interface Dashboard {
  uid: string;
  title: string;
  panels: Panel[];
}

interface Results {
  results: Record<string, { error?: string }>;
}

const folder = 'dashboards';
const dashboards = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dashboard);

/** Tall enough for every panel, because panels that are not visible do not query. */
test.use({ viewport: { width: 1440, height: 4500 } });

for (const { uid, title, panels } of dashboards) {
  test(`${title} shows every panel, without an error`, async ({ gotoDashboardPage, page, selectors }) => {
    const answers: Response[] = [];
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('response', (response) => {
      if (response.url().includes('/api/ds/query')) {
        answers.push(response);
      }
    });
    const dashboard = await gotoDashboardPage({ uid });
    const titles = panels.filter(({ type }) => type !== 'row' && type !== 'text').map((panel) => panel.title);
    // Titles with a variable are shown with its value.
    for (const one of titles.filter((text) => !text.includes('$'))) {
      await expect(page.getByTestId(selectors.components.Panels.Panel.title(one)).first(), one).toBeVisible();
    }
    // The variables query first, and the panels only after they are answered.
    await expect.poll(() => answers.length, { timeout: 120_000 }).toBeGreaterThan(4);
    await dashboard.waitForPanelsQueriesToComplete({ timeout: 120_000 });
    await expect(page.getByTestId(/Panel status error/)).toHaveCount(0);
    // A panel without data says why.
    await expect(page.getByText('No data', { exact: true })).toHaveCount(0);
    for (const answer of answers) {
      const { results } = (await answer.json()) as Results;
      for (const [refId, { error }] of Object.entries(results)) {
        expect(error, `${refId} of ${answer.url()}`).toBeUndefined();
      }
    }
    expect(errors).toEqual([]);
  });
}
