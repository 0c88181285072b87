import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

import { configured, type AlertConfig } from '../../../src/engine/alerts/config.ts';
import { renderFile, type FileOptions } from '../../../src/exports/file.ts';

/** Renders the text of each provisioning file, by its name: `{ 'quality.yaml': '# ...' }`. */
export function renderRules(options: FileOptions = {}, config: AlertConfig = configured({})): Record<string, string> {
  const { groups, datasourceUid } = config;
  return Object.fromEntries(
    groups.map((group) => [`${group.file}.yaml`, renderFile(group, { datasourceUid, ...options })])
  );
}

/** Reads the configuration file; without one, the shipped rules apply. Throws UserError. */
export const readConfig = (path: string): AlertConfig =>
  configured(existsSync(path) ? parse(readFileSync(path, 'utf8')) : {});
