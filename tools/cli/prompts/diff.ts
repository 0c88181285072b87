import { existsSync } from 'node:fs';
import { Command } from 'commander';
import pc from 'picocolors';
import { connected, withConnection, type Connection, type ConnectionOptions } from '../connection.ts';
import { changesOf } from './changes.ts';
import { differenceOf } from './lines.ts';
import { noTable, unknownVersion } from './messages.ts';
import { readRegistryFile, type PromptVersion } from './registry.ts';
import { changesTable } from './sync.ts';
import { exists, stored } from './table.ts';

export function diffCommand(): Command {
  const command = new Command('diff')
    .description('compares a file with the registry, or the templates of two versions')
    .argument('<file|name>', 'a registry file, or the name of a prompt')
    .argument('[a]', 'version')
    .argument('[b]', 'version');
  return withConnection(command).action(
    async (what: string, a: string | undefined, b: string | undefined, options: ConnectionOptions) => {
      await connected(options, async (connection) => {
        const known = await registered(connection);
        if (a !== undefined && b !== undefined) {
          console.log(templatesText(known, what, a, b));
          return;
        }
        if (a !== undefined || !existsSync(what)) {
          throw new Error('Give an existing file, or a prompt and two of its versions.');
        }
        const changes = changesOf(known, readRegistryFile(what)).filter(({ change }) => change !== 'same');
        console.log(changes.length === 0 ? 'The registry matches the file.' : changesTable(changes));
        changes
          .filter(({ parts }) => parts.includes('template'))
          .forEach(({ name, version, before, after }) => {
            console.log(pc.bold(`\n${name} ${version}`));
            console.log(linesText(before?.template ?? '', after?.template ?? ''));
          });
      });
    }
  );
}

async function registered(connection: Connection): Promise<PromptVersion[]> {
  if (!(await exists(connection))) {
    throw new Error(noTable(connection.promptsTable));
  }
  return stored(connection);
}

function templatesText(known: readonly PromptVersion[], name: string, a: string, b: string): string {
  const template = (version: string): string => {
    const found = known.find((one) => one.name === name && one.version === version);
    if (!found) {
      throw new Error(unknownVersion(name, version));
    }
    return found.template;
  };
  return linesText(template(a), template(b));
}

const coloured = { '-': pc.red, '+': pc.green, ' ': (text: string) => text };

const linesText = (a: string, b: string): string =>
  differenceOf(a, b)
    .map(({ mark, text }) => coloured[mark](`${mark} ${text}`))
    .join('\n');
