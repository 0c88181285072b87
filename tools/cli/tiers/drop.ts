import { Command } from 'commander';
import { connected, withConnection } from '../connection.ts';
import { removing, writeAll } from './statements.ts';
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
      const statements = removing(tablesOf(filler.settings), options);
      if (!options.yes) {
        console.log(notConfirmed(statements));
        return;
      }
      await writeAll(filler, statements);
      console.log(dropped());
    });
  });
}
