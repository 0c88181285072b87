import { Command } from 'commander';
import pc from 'picocolors';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { ask } from '../host.ts';
import { moment, table } from '../table.ts';
import { windowOf, withTimes, type TimeOptions } from '../time.ts';
import { neverSeen } from './messages.ts';

interface Options extends ConnectionOptions, TimeOptions {
  json?: boolean;
}

export function versionsCommand(): Command {
  const command = new Command('versions')
    .description('lists the versions of a prompt, with their deployment, first and last use, and requests')
    .argument('<name>', 'name of the prompt')
    .option('--json', 'print as JSON');
  return withTimes(withConnection(command), 'now-30d').action(async (prompt: string, options: Options) => {
    await connected(options, async (connection) => {
      const { rows, notices } = await ask(connection, { kind: 'prompt_versions', prompt }, windowOf(options));
      if (options.json) {
        console.log(JSON.stringify(rows, null, 2));
        return;
      }
      if (rows.length === 0) {
        throw new Error(neverSeen(prompt));
      }
      console.log(
        table(
          ['version', 'deployed (UTC)', 'source', 'first seen', 'last seen', 'requests', 'owner'],
          rows.map((row) => [
            row['version'],
            moment(row['time']),
            row['source'],
            moment(row['first_seen']),
            moment(row['last_seen']),
            row['requests'],
            row['owner'],
          ])
        )
      );
      notices.forEach((notice) => console.log(pc.dim(notice)));
    });
  });
}
