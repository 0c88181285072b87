import { Command } from 'commander';
import { connected, withConnection } from '../connection.ts';
import { statementsOf } from './ddl.ts';
import { describeSource } from './filler.ts';
import { madeReady } from './messages.ts';
import { fillerOf, withDdl, withSettings, type DdlOptions } from './options.ts';

export function applyCommand(): Command {
  const command = new Command('apply').description('creates the tables; needs a user who may, not the data source’s');
  return withDdl(withSettings(withConnection(command))).action(async (options: DdlOptions) => {
    await connected(options, async (connection) => {
      const filler = fillerOf(connection, options);
      // Spans that cannot be read cannot be kept either.
      await describeSource(filler);
      for (const sql of statementsOf(options)) {
        await filler.write({ sql, params: {} });
      }
      console.log(madeReady());
    });
  });
}
