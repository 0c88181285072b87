import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dashboards } from '../../src/engine/alerts/dashboards.ts';
import { ruleGroups } from '../../src/engine/alerts/index.ts';
import { executableName, released } from '../build/platform.ts';

/** The files that a release must contain, below dist. */
const required = [
  'plugin.json',
  'module.js',
  'module.js.map',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'img/logo.svg',
  ...Object.values(dashboards).map(({ uid }) => `dashboards/${uid.replace('genai-', '')}.json`),
  ...ruleGroups.map(({ file }) => `provisioning/alerting/${file}.yaml`),
  'datasource/plugin.json',
  'datasource/module.js',
  'datasource/module.js.map',
  ...released.map(executableName),
];

/** Throws with the names of missing files. */
export function requireContents(folder: string): void {
  const lacking = required.filter((path) => !existsSync(join(folder, path)));
  if (lacking.length > 0) {
    throw new Error(`The release is missing: ${lacking.join(', ')}`);
  }
}
