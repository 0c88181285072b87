import { Command, Option } from 'commander';
import type { AlertConfig } from '../../../src/engine/alerts/config.ts';
import { apiGroup } from '../../../src/exports/api.ts';
import { renderFile } from '../../../src/exports/file.ts';
import { renderTerraform } from '../../../src/exports/terraform.ts';
import { readConfig, withConfig, type ConfigOptions } from './rules.ts';

const formats: Record<string, (config: AlertConfig, folderUid: string) => string> = {
  file: ({ groups, datasourceUid }) => groups.map((group) => renderFile(group, { datasourceUid })).join('---\n'),
  api: ({ groups, datasourceUid }, folderUid) =>
    JSON.stringify(
      groups.map((group) => apiGroup(group, folderUid, datasourceUid)),
      null,
      2
    ),
  terraform: ({ groups, datasourceUid }) => renderTerraform(groups, datasourceUid),
};

interface Options extends ConfigOptions {
  format: string;
  folderUid: string;
}

export function exportCommand(): Command {
  const command = new Command('export')
    .description('writes the configured rules to the output')
    .addOption(
      new Option('--format <name>', 'provisioning file, API request bodies, or Terraform')
        .choices(Object.keys(formats))
        .default('file')
    )
    .option('--folder-uid <uid>', 'uid of the rules’ folder, for the API format', 'genai');
  return withConfig(command).action((options: Options) => {
    console.log((formats[options.format]?.(readConfig(options), options.folderUid) ?? '').trimEnd());
  });
}
