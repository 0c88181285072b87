import { Command } from 'commander';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { moment, table } from '../table.ts';
import { noTable, nothingRegistered } from './messages.ts';
import { exists, stored } from './table.ts';

export function listCommand(): Command {
  const command = new Command('list')
    .description('lists the versions in the registry')
    .option('--json', 'print as JSON');
  return withConnection(command).action(async (options: ConnectionOptions & { json?: boolean }) => {
    await connected(options, async (connection) => {
      if (!(await exists(connection))) {
        throw new Error(noTable(options.promptsTable));
      }
      const versions = await stored(connection);
      if (options.json) {
        console.log(JSON.stringify(versions, null, 2));
        return;
      }
      console.log(
        versions.length === 0
          ? nothingRegistered()
          : table(
              ['prompt', 'version', 'hash', 'deployed (UTC)', 'owner', 'characters'],
              versions.map(({ name, version, sha, deployedAt, owner, template }) => [
                name,
                version,
                sha.slice(0, 12),
                moment(deployedAt === null ? '' : new Date(deployedAt).toISOString().replace('T', ' ')),
                owner,
                template.length,
              ])
            )
      );
    });
  });
}
