import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pc from 'picocolors';
import { dist } from '../../build/paths.ts';
import { executableName, here } from '../../build/platform.ts';
import type { StoredSettings } from '../../plugin/messages.ts';
import { startPlugin } from '../../plugin/start.ts';
import { aborted } from '../stopping.ts';
import { budgets } from '../budgets.ts';
import { datasourceUid, demoUser } from '../grafana/names.ts';
import type { DemoData } from '../grafana/stack.ts';
import { backendOf } from './backend.ts';
import { look } from './look.ts';
import { nextText } from './next.ts';

const REPEAT_MS = 60_000;

export interface TerminalOptions {
  /** Whether to show every panel, not only the highlights. */
  all?: boolean;
  /** Whether to show everything once and end. */
  once?: boolean;
  /** Whether to show everything again every minute. */
  watch?: boolean;
}

/** Returns the settings that the demo's provisioning stores. */
const settingsFor = (url: string): StoredSettings => ({
  uid: datasourceUid,
  name: 'GenAI ClickHouse',
  url,
  jsonData: { username: demoUser.user, database: demoUser.database, budgets },
  secureJsonData: { password: demoUser.password },
});

/**
 * Shows panels and rules in the terminal, through the plugin's backend. Then it keeps running, and writing traffic, until
 * the signal aborts; with `once` it ends, and throws if anything failed.
 */
export async function showTerminal(
  data: DemoData,
  { all = false, once = false, watch = false }: TerminalOptions,
  signal: AbortSignal
): Promise<void> {
  const plugin = await startPlugin(join(dist, executableName(here())));
  try {
    const backend = backendOf(plugin, settingsFor(data.url));
    const failures = await look(backend, data.t0, all);
    if (once) {
      if (failures > 0) {
        throw new Error(`${failures} panels or rules failed; see above.`);
      }
      return;
    }
    data.live((error) => console.error(pc.red(`Live traffic could not be written: ${String(error)}`)));
    console.log(nextText(data));
    const stopped = aborted(signal);
    const ended = data.ended.then(() => 'ClickHouse ended.');
    const never = new Promise<undefined>(() => {});
    while (!signal.aborted) {
      const why = await Promise.race([stopped, ended, watch ? sleep(REPEAT_MS, 'again', { ref: false }) : never]);
      if (why === 'again') {
        await look(backend, data.t0, all);
      } else if (why !== undefined) {
        throw new Error(why);
      }
    }
    console.log('\nStopping ...');
  } finally {
    await plugin.stop();
  }
}
