import { defineConfig } from '@playwright/test';
import type { PluginOptions } from '@grafana/plugin-e2e';

/** Started by tools/e2e, which finds or starts the Grafana and finds the browser. */
const chromium = process.env['CHROME_PATH'];

export default defineConfig<PluginOptions>({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  timeout: 240_000,
  expect: { timeout: 20_000 },
  retries: process.env['CI'] ? 1 : 0,
  workers: 1,
  use: {
    baseURL: process.env['GRAFANA_URL'] ?? 'http://localhost:3000',
    viewport: { width: 1600, height: 1000 },
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
