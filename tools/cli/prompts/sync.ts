import { Command } from 'commander';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { table } from '../table.ts';
import { changesOf, type Changed } from './changes.ts';
import { kept, noFile, noTable, synced } from './messages.ts';
import { readRegistryFile } from './registry.ts';
import { ddl, exists, stored, write } from './table.ts';

interface Options extends ConnectionOptions {
  create?: boolean;
  printDdl?: boolean;
  dryRun?: boolean;
}

export function syncCommand(): Command {
  const command = new Command('sync')
    .description('writes the prompts and versions of a file to the registry')
    .argument('[file]', 'YAML or JSON: {prompts: {<name>: [{version, template, sha, deployed_at, owner}]}}')
    .option('--create', 'create the table if it does not exist')
    .option('--print-ddl', 'print the statement that creates the table, and do nothing else')
    .option('--dry-run', 'show what would be written');
  return withConnection(command).action(async (file: string | undefined, options: Options) => {
    if (options.printDdl) {
      console.log(`${ddl(options.promptsTable)};`);
      return;
    }
    if (file === undefined) {
      throw new Error(noFile());
    }
    const wanted = readRegistryFile(file);
    await connected(options, async (connection) => {
      const there = await exists(connection);
      if (!there && !options.create && !options.dryRun) {
        throw new Error(noTable(options.promptsTable));
      }
      if (!there && !options.dryRun) {
        await connection.client.command({ query: ddl(options.promptsTable) });
      }
      const changes = changesOf(there ? await stored(connection) : [], wanted);
      const due = changes.filter(({ change }) => change === 'new' || change === 'changed');
      if (due.length > 0) {
        console.log(changesTable(due));
      }
      const rest = changes.filter(({ change }) => change === 'not in the file').length;
      if (rest > 0) {
        console.log(kept(rest));
      }
      if (!options.dryRun) {
        await write(
          connection,
          due.flatMap(({ after }) => (after ? [after] : []))
        );
        console.log(synced(due.length, wanted.length - due.length));
      }
    });
  });
}

export const changesTable = (changes: readonly Changed[]): string =>
  table(
    ['prompt', 'version', 'change', 'fields'],
    changes.map(({ name, version, change, parts }) => [name, version, change, parts.join(', ')])
  );
