import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { dist } from '../../build/paths.ts';
import { renderRules } from '../../generate/alerting/render.ts';
import { budgets } from '../budgets.ts';
import type { Setup } from './grafana.ts';
import { appId, datasourceId, datasourceUid, demoUser } from './names.ts';

export interface ProvisioningOptions {
  clickhouse: string;
  fastAlerts: boolean;
  /** Whether to copy plugins, for a Grafana that cannot follow this machine's links. */
  copyPlugins: boolean;
}

/** The timing of rules with --fast-alerts: they are pending within half a minute, and fire a minute later. */
const fast = { for: '1m', interval: '30s' };

/** Writes everything that the demo's Grafana reads at its start below one folder, and removes old contents. */
export function writeProvisioning(folder: string, port: number, options: ProvisioningOptions): Setup {
  rmSync(folder, { recursive: true, force: true });
  const setup: Setup = {
    port,
    plugins: join(folder, 'plugins'),
    provisioning: join(folder, 'provisioning'),
    data: join(folder, 'data'),
  };
  const { provisioning } = setup;
  write(join(provisioning, 'datasources'), { 'genai.yaml': stringify(datasources(options.clickhouse)) });
  write(join(provisioning, 'plugins'), { 'genai.yaml': stringify(apps) });
  write(join(provisioning, 'alerting'), renderRules({ datasourceUid, ...(options.fastAlerts && fast) }));
  mkdirSync(setup.data, { recursive: true });
  mkdirSync(setup.plugins, { recursive: true });
  const plugin = join(setup.plugins, appId);
  if (options.copyPlugins) {
    cpSync(dist, plugin, { recursive: true });
  } else {
    symlinkSync(dist, plugin, 'dir');
  }
  return setup;
}

function write(folder: string, files: Record<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
  }
}

const datasources = (url: string) => ({
  apiVersion: 1,
  datasources: [
    {
      name: 'GenAI ClickHouse',
      type: datasourceId,
      uid: datasourceUid,
      access: 'proxy',
      isDefault: true,
      editable: true,
      url,
      // What its invented customers ask is shown to those who log in, and not to anonymous visitors.
      jsonData: { username: demoUser.user, database: demoUser.database, budgets, content: { allow: true } },
      secureJsonData: { password: demoUser.password },
    },
  ],
});

/** The app brings its dashboards. */
const apps = { apiVersion: 1, apps: [{ type: appId, org_id: 1, disabled: false }] };
