import { memo } from '../memo.ts';
import type { SyncedPrices } from '../source/description.ts';
import { text, version as builtInVersion } from './table.generated.ts';
import { tableOf, type PriceTable } from './table.ts';

/** What is read of the table of prices. */
type Synced = Pick<SyncedPrices, 'version' | 'synced' | 'lines'>;

const made = memo<PriceTable>(5);

/** The built-in table with the synced prices in it: a model of the same id is replaced, and a new one comes first. */
export const withSynced = ({ lines, version, synced }: Synced): PriceTable =>
  made(`${version} ${synced} ${lines}`, () =>
    tableOf(
      `${version}, synced ${new Date(synced).toISOString().slice(0, 10)} over ${builtInVersion}`,
      merged(text, lines)
    )
  );

/** Replaces the lines of models in a table's text by those of other lines, and adds providers and models that it lacks. */
export function merged(text: string, lines: string): string {
  const blocks = blocksOf(text);
  for (const [id, { head, models }] of blocksOf(lines)) {
    const known = blocks.get(id);
    const fresh = [...models].filter(([model]) => !known?.models.has(model));
    const all = [...(known?.models ?? [])].map(([model, line]): [string, string] => [model, models.get(model) ?? line]);
    blocks.set(id, { head: known?.head ?? head, models: new Map([...fresh, ...all]) });
  }
  return [...blocks.values()].flatMap(({ head, models }) => [head, ...models.values()]).join('\n');
}

/** The providers of a table's text, each with its own line and those of its models, by id. */
export function blocksOf(text: string): Map<string, { head: string; models: Map<string, string> }> {
  const blocks = text === '' ? [] : text.slice(1).split('\n#');
  return new Map(
    blocks.map((block) => {
      const [head = '', ...lines] = block.split('\n');
      const models = new Map(lines.map((line) => [line.split('\t', 1)[0] ?? '', line]));
      return [head.split('\t', 1)[0] ?? '', { head: `#${head}`, models }];
    })
  );
}
