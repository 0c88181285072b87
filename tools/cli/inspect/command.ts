import { Command } from 'commander';
import { inspect } from '../../../src/engine/inspect/inspect.ts';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { finished } from '../host.ts';
import { windowOf, withTimes, type TimeOptions } from '../time.ts';
import { reportText } from './text.ts';

interface Options extends ConnectionOptions, TimeOptions {
  json?: boolean;
}

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .description(
      'reports which fields the spans have, which they lack, and what to change; reads no prompts or answers'
    )
    .option('--json', 'print the full report as JSON');
  return withTimes(withConnection(command), 'now-24h').action(async (options: Options) => {
    await connected(options, async (connection) => {
      const report = await finished(connection, (state, results) =>
        inspect(windowOf(options), connection.settings, Date.now(), state, results)
      );
      console.log(options.json ? JSON.stringify(report, null, 2) : reportText(report));
    });
  });
}
