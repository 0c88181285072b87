import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { build } from '../build/build.ts';
import { fail } from '../build/fail.ts';
import { buildCache, root } from '../build/paths.ts';
import { findInstalled } from '../demo/grafana/find.ts';
import type { Grafana } from '../demo/grafana/grafana.ts';
import { startData, startGrafana } from '../demo/grafana/stack.ts';
import { keepResults } from '../summary/results.ts';
import { findChromium } from './chromium.ts';
import { runPlaywright } from './playwright.ts';
import { freePort } from './port.ts';

new Command('e2e')
  .description("Runs the browser tests: in the Grafana of GRAFANA_URL, or in the demo's.")
  .argument('[args...]', "passed to Playwright's test command")
  .allowUnknownOption()
  .action(run)
  .parseAsync()
  .catch(fail);

async function run(args: string[]): Promise<void> {
  const chromium = findChromium();
  const running = process.env['GRAFANA_URL'];
  const grafana = running ? undefined : findInstalled();
  if (!chromium) {
    return skip('no Chromium was found. Set CHROME_PATH to its executable');
  }
  if (running) {
    process.exitCode = await runPlaywright(running, chromium, args);
  } else if (grafana) {
    process.exitCode = await runInDemo(grafana, chromium, args);
  } else {
    skip('no Grafana was found. Set GRAFANA_HOME to its folder, or run "npm run demo" once to download it');
  }
}

async function runInDemo(grafana: Grafana, chromium: string, args: string[]): Promise<number> {
  await build();
  const folder = join(buildCache, 'e2e');
  const data = await startData({ data: folder, clickhousePort: 0 });
  try {
    data.live((error) => console.error(pc.red(String(error))));
    const port = await freePort();
    const started = await startGrafana({ grafana, port, data: folder, clickhouse: data.url, fastAlerts: true });
    try {
      return await runPlaywright(started.url, chromium, args);
    } finally {
      await started.close();
    }
  } finally {
    await data.close();
  }
}

/** Reports skipped tests, now and in the summary. */
function skip(why: string): void {
  const folder = join(root, 'tests/e2e');
  const tests = readdirSync(folder).flatMap(
    (file) => readFileSync(join(folder, file), 'utf8').match(/^test\(/gm) ?? []
  );
  console.log(pc.yellow(`skipped: ${tests.length} browser tests, because ${why}.`));
  keepResults('e2e', { passed: 0, failed: 0, skipped: tests.length });
}
