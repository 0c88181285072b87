import { Command } from 'commander';
import { createStatements } from '../../../src/engine/tiers/ddl.ts';
import { settingsOf, withConnection } from '../connection.ts';
import { withDdl, withFile, withSettings, type DdlOptions } from './options.ts';
import { tablesOf } from './tables.ts';

export function ddlCommand(): Command {
  const command = new Command('ddl').description('prints the statements that create the tables');
  return withDdl(withSettings(withConnection(command))).action((options: DdlOptions) => {
    statementsOf(options).forEach((sql) => console.log(`${sql};\n`));
  });
}

export const statementsOf = (options: DdlOptions): string[] =>
  createStatements({
    ...tablesOf(withFile(settingsOf(options), options.settings)),
    cluster: options.cluster,
    replicated: options.replicated,
    retentionDays: options.retention,
  });
