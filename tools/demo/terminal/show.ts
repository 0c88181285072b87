import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pc from 'picocolors';
import { dist } from '../../build/paths.ts';
import { executableName, here } from '../../build/platform.ts';
import type { QueryAnswer, StoredSettings } from '../../plugin/messages.ts';
import { startPlugin, type Plugin } from '../../plugin/start.ts';
import { budgets } from '../budgets.ts';
import { datasourceUid, demoUser } from '../grafana/names.ts';
import type { DemoData } from '../grafana/stack.ts';
import { readDashboards, relative, type Dashboard } from './dashboards.ts';
import { evaluate } from './evaluate.ts';
import { readRules } from './rules.ts';
import { answerText, evaluationText } from './tables.ts';

const REPEAT_MS = 60_000;

/** Settings as the demo's provisioning stores them. */
const settingsFor = (url: string): StoredSettings => ({
  uid: datasourceUid,
  name: 'GenAI ClickHouse',
  url,
  jsonData: { username: demoUser.user, database: demoUser.database, budgets },
  secureJsonData: { password: demoUser.password },
});

/** Every panel and every rule through the plugin's backend, on the terminal; once, or every minute until the signal aborts. */
export async function showTerminal(
  data: DemoData,
  { watch = false }: { watch?: boolean },
  signal: AbortSignal
): Promise<void> {
  const plugin = await startPlugin(join(dist, executableName(here())));
  try {
    const settings = settingsFor(data.url);
    const { status, message } = await plugin.checkHealth(settings);
    console.log(`${status === 'OK' ? pc.green('Data source: OK.') : pc.red('Data source: failed.')} ${message}`);
    if (watch) {
      data.live((error) => console.error(pc.red(`Live traffic could not be written: ${String(error)}`)));
    }
    let failures = 0;
    do {
      failures = await showOnce(plugin, settings);
    } while (watch && (await sleep(REPEAT_MS, !signal.aborted, { signal }).catch(() => false)));
    if (failures > 0 || status !== 'OK') {
      throw new Error(`${failures} panels or rules failed; see above.`);
    }
  } finally {
    await plugin.stop();
  }
}

/** How many panels and rules failed. */
async function showOnce(plugin: Plugin, settings: StoredSettings): Promise<number> {
  let failures = 0;
  for (const dashboard of readDashboards()) {
    failures += await showDashboard(plugin, settings, dashboard);
  }
  heading('Alert rules');
  for (const rule of readRules()) {
    console.log(`\n${pc.bold(rule.title)} ${pc.dim(rule.expression)}`);
    const evaluation = await evaluate(plugin, settings, rule, Date.now());
    console.log(evaluationText(evaluation, rule.pending));
    failures += 'error' in evaluation ? 1 : 0;
  }
  return failures;
}

async function showDashboard(plugin: Plugin, settings: StoredSettings, dashboard: Dashboard): Promise<number> {
  heading(`${dashboard.title}, ${dashboard.from} to now`);
  let failures = 0;
  const to = Date.now();
  for (const { title, queries } of dashboard.panels) {
    console.log(`\n${pc.bold(title)}`);
    const range = { from: to - relative(dashboard.from), to };
    const answers: QueryAnswer[] = Object.values(await plugin.queryData(settings, queries, range));
    answers.forEach((answer) => console.log(answerText(answer)));
    failures += answers.some(({ error }) => error !== '') ? 1 : 0;
  }
  return failures;
}

function heading(text: string): void {
  console.log(`\n${pc.bold(pc.underline(text))}`);
}
