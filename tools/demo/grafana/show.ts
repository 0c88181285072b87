import pc from 'picocolors';
import { step } from '../../progress/step.ts';
import { aborted } from '../stopping.ts';
import type { Grafana } from './grafana.ts';
import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { GrafanaApi } from './api.ts';
import { startGrafana, type DemoData } from './stack.ts';
import { demoUser } from './names.ts';
import { clock, watchAlerts, type Change } from './watch.ts';

const colours: Record<Change['severity'], (text: string) => string> = {
  info: (text) => text,
  warning: pc.yellow,
  error: pc.red,
};

export interface ShowOptions {
  port: number;
  data: string;
  fastAlerts?: boolean;
}

/** Runs the demo in a Grafana, until the signal aborts or something ends by itself. */
export async function showGrafana(
  grafana: Grafana,
  data: DemoData,
  { port, data: folder, fastAlerts = false }: ShowOptions,
  signal: AbortSignal
): Promise<void> {
  const running = await step('Grafana', () =>
    startGrafana({ grafana, port, data: folder, clickhouse: data.url, fastAlerts })
  );
  const finished = new AbortController();
  try {
    console.log(await healthText(running.api));
    data.live((error) => console.error(pc.red(`Live traffic could not be written: ${String(error)}`)));
    announce(running.url, data.url, fastAlerts);

    const tell = ({ text, severity }: Change) => console.log(`${pc.dim(clock(Date.now()))} ${colours[severity](text)}`);
    const watching = watchAlerts(running.api, tell, AbortSignal.any([signal, finished.signal]));
    const ended = await Promise.race([
      running.ended.then((output) => `Grafana ended.\n${output}`),
      data.ended.then(() => 'ClickHouse ended.'),
      aborted(signal),
    ]);
    finished.abort();
    await watching;
    if (ended !== undefined) {
      throw new Error(ended);
    }
    console.log('\nStopping ...');
  } finally {
    await running.close();
  }
}

/** A check that takes too long, on a machine with much else to do, is no reason to stop. */
const healthText = ({ datasourceHealth }: GrafanaApi): Promise<string> =>
  datasourceHealth().then(
    ({ status, message }) =>
      `${status === 'OK' ? pc.green('Data source: OK.') : pc.red('Data source: failed.')} ${message}`,
    (error: unknown) => `${pc.yellow('Data source: not checked.')} ${String(error)}`
  );

function announce(url: string, clickhouse: string, fastAlerts: boolean): void {
  const { user, password } = demoUser;
  const firing = Date.now() + (fastAlerts ? 70_000 : 11 * 60_000);
  const link = (path: string) => pc.cyan(`${url}${path}`);
  console.log(`
  Dashboard    ${link(`/d/${dashboards.overview.uid}`)}
  Alert rules  ${link('/alerting/list')}
  App          ${link('/a/genai-observability-app')}

Two hours ago, support-answer v8 was deployed, and its answers no longer stick to their sources. The faithfulness rule becomes pending
within ${fastAlerts ? 'seconds' : 'a minute'} and fires ${fastAlerts ? 'a minute' : 'ten minutes'} later, at about ${clock(firing)}. Press Ctrl-C to stop everything.

The command line asks the same data, in another terminal:
  export GENAI_CLICKHOUSE_URL=${clickhouse} GENAI_CLICKHOUSE_USER=${user} GENAI_CLICKHOUSE_PASSWORD=${password}
  npm run cli -- inspect
`);
}
