import { Command } from 'commander';
import { dropStatements } from '../../../src/engine/tiers/ddl.ts';
import { dropViewStatements } from '../../../src/engine/tiers/views/views.ts';
import { connected, withConnection } from '../connection.ts';
import { dropped, notConfirmed } from './messages.ts';
import { fillerOf, withDdl, withSettings, type DdlOptions } from './options.ts';
import { tablesOf } from './tables.ts';

export function dropCommand(): Command {
  const command = new Command('drop')
    .description('removes the tables and views: everything is read from the spans again')
    .option('--yes', 'do it');
  return withDdl(withSettings(withConnection(command))).action(async (options: DdlOptions & { yes?: boolean }) => {
    await connected(options, async (connection) => {
      const filler = fillerOf(connection, options);
      const tables = tablesOf(filler.settings);
      const statements = [...dropViewStatements(tables), ...dropStatements({ ...tables, cluster: options.cluster })];
      if (!options.yes) {
        console.log(notConfirmed(statements));
        return;
      }
      for (const sql of statements) {
        await filler.write({ sql, params: {} });
      }
      console.log(dropped());
    });
  });
}
