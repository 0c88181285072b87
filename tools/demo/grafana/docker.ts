import { spawnSync } from 'node:child_process';
import { environment, listening } from './environment.ts';
import type { Grafana } from './grafana.ts';
import { grafanaVersion } from './names.ts';

const DAEMON_TIMEOUT_MS = 10_000;
const image = `grafana/grafana:${grafanaVersion}`;
const inside = { plugins: '/var/lib/grafana/plugins', provisioning: '/etc/grafana/provisioning' };

const daemonAnswers = () =>
  spawnSync('docker', ['info', '--format', '{{.ServerVersion}}'], { stdio: 'ignore', timeout: DAEMON_TIMEOUT_MS })
    .status === 0;

/** Runs Grafana's image on the host's network, because ClickHouse only listens on the loopback address there. */
export function fromDocker(): Grafana | undefined {
  if (!daemonAnswers()) {
    return undefined;
  }
  return {
    title: `Docker image ${image}`,
    system: 'linux',
    launch: ({ port, plugins, provisioning }) => ({
      command: 'docker',
      args: [
        ...['run', '--rm', '--init', '--network', 'host', '--name', `genai-observability-demo-${port}`],
        ...['-v', `${plugins}:${inside.plugins}:ro`, '-v', `${provisioning}:${inside.provisioning}:ro`],
        ...Object.entries({ ...environment, ...listening(port) }).flatMap(([name, value]) => [
          '-e',
          `${name}=${value}`,
        ]),
        image,
      ],
      env: {},
    }),
  };
}
