import { stringify } from 'yaml';

import { literal } from '../../components/literal.ts';
import type { HostSettings } from '../../engine/host.ts';
import { readSettings, type Settings } from '../../engine/settings/settings.ts';
import { tablesOf } from '../../engine/source/describe.ts';
import type { Props } from './props.ts';

type Options = Props['options'];

/** A provisioning file of the data source as it is on screen. Secrets are read from the environment when Grafana starts. */
export function provisioningFile({
  name,
  uid,
  type,
  url,
  basicAuth,
  isDefault,
  jsonData,
  secureJsonFields,
}: Options): string {
  const secrets = Object.keys(secureJsonFields).filter((field) => secureJsonFields[field]);
  const source = {
    name,
    ...(uid ? { uid } : {}),
    type,
    access: 'proxy',
    url,
    ...(isDefault ? { isDefault } : {}),
    ...(basicAuth ? { basicAuth } : {}),
    ...(Object.keys(jsonData).length > 0 ? { jsonData: literal(jsonData) } : {}),
    ...(secrets.length > 0
      ? { secureJsonData: Object.fromEntries(secrets.map((field) => [field, variableOf(field)])) }
      : {}),
  };
  return stringify({ apiVersion: 1, datasources: [source] }, { lineWidth: 0 });
}

/** `password` is read from `$CLICKHOUSE_PASSWORD`. */
const variableOf = (field: string): string =>
  `$CLICKHOUSE_${field
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()}`;

/** Statements for an administrator of ClickHouse: a user that may read these tables and nothing else. */
export function accessStatements({ jsonData }: Options, tables: readonly (readonly string[])[]): string {
  const user = quoted(jsonData.username || 'grafana');
  return [
    'CREATE SETTINGS PROFILE IF NOT EXISTS genai_grafana SETTINGS',
    '  readonly = 2,',
    '  max_execution_time = 120 MAX 600,',
    '  max_memory_usage = 10000000000;',
    `CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY '...' SETTINGS PROFILE 'genai_grafana';`,
    ...tables.map((path) => `GRANT SELECT ON ${path.map(quoted).join('.')} TO ${user};`),
  ].join('\n');
}

/**
 * The tables that a layout reads and those that the settings name, whether they exist or not: a grant on a table that is made later is
 * valid then. None where the settings cannot be read.
 */
export function namedTables({ url, jsonData }: Options): string[][] {
  const settings = readable({ url, database: '', user: '', jsonData: { ...jsonData } });
  return settings
    ? tablesOf(settings)
        .filter(([role]) => ofLayouts.includes(role) || isNamed(role, settings, jsonData))
        .map(([, path]) => (path.length > 1 ? path : ['default', ...path]))
    : [];
}

/** Roles of tables that every layout looks for. */
const ofLayouts = ['traces', 'traceTimes', 'logs', 'gauges'];

/** A layout has further tables, which are not looked for before it is known that it is this one. */
function isNamed(role: string, settings: Settings, jsonData: object): boolean {
  const setting = `${role}Table`;
  return setting in settings ? !!(jsonData as Record<string, unknown>)[setting] : settings.layout !== 'auto';
}

function readable(host: HostSettings): Settings | null {
  try {
    return readSettings(host);
  } catch {
    return null;
  }
}

const quoted = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replace(/[\\`]/g, '\\$&')}\``;
