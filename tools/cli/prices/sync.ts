import { Command } from 'commander';

import { merged, soundLines } from '../../../src/engine/pricing/synced.ts';
import { text as builtIn } from '../../../src/engine/pricing/table.generated.ts';
import { isDay } from '../../../src/engine/settings/prices.ts';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { changedLines } from './lines.ts';
import { noTable, notADay, notKept, notTaken, oneSource, synced } from './messages.ts';
import { ofLitellm, ofPackage, ofYaml, type Source } from './sources.ts';
import { ddl, exists, nothingStored, stored, write } from './table.ts';

interface Options extends ConnectionOptions {
  litellm?: string;
  yaml?: string;
  since?: string;
  create?: boolean;
  printDdl?: boolean;
  dryRun?: boolean;
}

export function syncCommand(): Command {
  const command = new Command('sync')
    .description(
      'writes current prices to the table of prices, which the data source reads before its built-in ones: those of the installed genai-prices, or of a file'
    )
    .option('--litellm <file>', 'take them from a copy of LiteLLM’s model_prices_and_context_window.json')
    .option('--yaml <file>', 'take them from a list of your own, as in the setting prices.overrides')
    .option(
      '--since <day>',
      'the first day (UTC) on which they apply, or "ever"; today by default: the past keeps its prices'
    )
    .option('--create', 'create the table if it does not exist')
    .option('--print-ddl', 'print the statement that creates the table, and do nothing else')
    .option('--dry-run', 'show what would be written');
  return withConnection(command).action(async (options: Options) => {
    if (options.printDdl) {
      console.log(`${ddl(options.pricesTable)};`);
      return;
    }
    const since = sinceOf(options.since);
    const from = await sourceOf(options);
    await connected(options, async (connection) => {
      const there = await exists(connection);
      if (!there && !options.create && !options.dryRun) {
        throw new Error(noTable(options.pricesTable));
      }
      const { synced: last, lines: written } = there ? await stored(connection) : nothingStored;
      const { lines: known, leftOut: unread } = soundLines(written);
      const { lines: wanted, leftOut } = soundLines(from.text);
      const lines = changedLines(merged(builtIn, known), wanted, since);
      const models = lines.filter((line) => !line.startsWith('#'));
      if (options.dryRun) {
        models.forEach((line) => console.log(line));
      } else {
        if (!there) {
          await connection.client.command({ query: ddl(options.pricesTable) });
        }
        if (models.length > 0 || unread.length > 0 || !there) {
          const { source, version } = from;
          const all = merged(known, lines.join('\n'));
          // The last sync counts, also after one from a machine whose clock was ahead.
          const now = Math.max(Date.now(), last + 1);
          await write(connection, { source, version, since: since ?? '', synced: now, lines: all });
        }
      }
      if (leftOut.length > 0) {
        console.log(notTaken(from.source, leftOut));
      }
      if (unread.length > 0) {
        console.log(notKept(unread));
      }
      console.log(synced(models.length, `${from.source} ${from.version}`, since));
    });
  });
}

async function sourceOf({ litellm, yaml }: Options): Promise<Source> {
  if (litellm !== undefined && yaml !== undefined) {
    throw new Error(oneSource());
  }
  return litellm !== undefined ? ofLitellm(litellm) : yaml !== undefined ? ofYaml(yaml) : await ofPackage();
}

/** The day from which prices apply; undefined for all times. */
function sinceOf(text: string | undefined): string | undefined {
  if (text === 'ever') {
    return undefined;
  }
  const day = text ?? new Date().toISOString().slice(0, 10);
  if (!isDay(day)) {
    throw new Error(notADay(day));
  }
  return day;
}
