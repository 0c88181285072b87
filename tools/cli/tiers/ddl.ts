import { Command } from 'commander';
import { createStatements } from '../../../src/engine/tiers/ddl.ts';
import { connected, settingsOf, withConnection } from '../connection.ts';
import { fillerOf, withDdl, withFile, withSettings, withViews, type DdlOptions } from './options.ts';
import { tablesOf } from './tables.ts';
import { viewStatements } from './views.ts';

export function ddlCommand(): Command {
  const command = new Command('ddl').description('prints the statements that create the tables, or the views');
  return withViews(withDdl(withSettings(withConnection(command)))).action(async (options: DdlOptions) => {
    const statements = options.views
      ? await connected(options, (connection) => viewStatements(fillerOf(connection, options), options))
      : statementsOf(options);
    statements.forEach((sql) => console.log(`${sql};\n`));
  });
}

export const statementsOf = (options: DdlOptions): string[] =>
  createStatements({
    ...tablesOf(withFile(settingsOf(options), options.settings)),
    cluster: options.cluster,
    replicated: options.replicated,
    retentionDays: options.retention,
  });
