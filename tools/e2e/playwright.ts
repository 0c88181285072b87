import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildCache, root } from '../build/paths.ts';
import { keepResults } from '../summary/results.ts';

const report = join(buildCache, 'playwright.json');

interface Report {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** Runs the browser tests against a Grafana, keeps the counts for the summary, and returns the exit code. */
export async function runPlaywright(grafanaUrl: string, chromium: string, args: string[]): Promise<number> {
  rmSync(report, { force: true });
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  const child = spawn(process.execPath, [cli, 'test', '--reporter=list,json', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GRAFANA_URL: grafanaUrl, CHROME_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  const code = await new Promise<number>((done) => child.once('exit', (status) => done(status ?? 1)));
  if (existsSync(report)) {
    const { expected, unexpected, flaky, skipped } = (JSON.parse(readFileSync(report, 'utf8')) as Report).stats;
    keepResults('e2e', { passed: expected + flaky, failed: unexpected, skipped });
  }
  return code;
}
