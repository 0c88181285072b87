import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readConfig, renderRules } from './alerting/render.ts';
import { renderDashboards } from './dashboards/render.ts';
import { pages, renderPage } from './docs/render.ts';
import { renderRowsVersion } from './rows/render.ts';

/** Renders the text of every generated file, by its path relative to the root. In pages, only sections are generated. */
export function generatedFiles(root: string): Record<string, string> {
  return {
    ...inFolder('dashboards', renderDashboards()),
    ...inFolder('provisioning/alerting', renderRules({}, readConfig(join(root, 'alerts.config.yaml')))),
    ...renderRowsVersion(),
    ...Object.fromEntries(pages.map((page) => [page, renderPage(readFileSync(join(root, page), 'utf8'))])),
  };
}

function inFolder(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}
