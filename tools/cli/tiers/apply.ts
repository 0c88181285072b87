import { Command } from 'commander';
import { connected, withConnection } from '../connection.ts';
import { statementsOf } from './ddl.ts';
import { describeSource } from './filler.ts';
import { writeAll } from './statements.ts';
import { madeReady, viewsMade } from './messages.ts';
import { fillerOf, withDdl, withSettings, withViews, type DdlOptions } from './options.ts';
import { applyViews } from './views.ts';

export function applyCommand(): Command {
  const command = new Command('apply').description(
    'creates the tables, or the views that fill them; needs a user who may, not the data source’s'
  );
  return withViews(withDdl(withSettings(withConnection(command)))).action(async (options: DdlOptions) => {
    await connected(options, async (connection) => {
      const filler = fillerOf(connection, options);
      if (options.views) {
        await applyViews(filler, options);
        console.log(viewsMade(options.cluster));
        return;
      }
      // Spans that cannot be read cannot be kept either.
      await describeSource(filler);
      await writeAll(filler, statementsOf(options));
      console.log(madeReady());
    });
  });
}
