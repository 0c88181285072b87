import { pricesLeftOut } from '../messages.ts';
import { memo } from '../memo.ts';
import type { SourceDescription, SyncedPrices } from '../source/description.ts';
import { modelProblem, providerProblem } from './grammar.ts';
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
      merged(text, soundLines(lines).lines)
    )
  );

/** What users must know of the synced prices: why the table is not read, or which of its lines are not. */
export function priceProblems({
  prices,
  pricesProblem,
}: Pick<SourceDescription, 'prices' | 'pricesProblem'>): string[] {
  const leftOut = prices ? soundLines(prices.lines).leftOut : [];
  return [
    ...(pricesProblem === undefined ? [] : [pricesProblem]),
    ...(leftOut.length > 0 ? [pricesLeftOut(leftOut)] : []),
  ];
}

/** A line of the table of prices that is not read, and why. */
export interface LeftOut {
  provider: string;
  /** '' for the line of a provider, without which none of its own is read. */
  model: string;
  problem: string;
}

interface Sound {
  lines: string;
  leftOut: readonly LeftOut[];
}

const checked = memo<Sound>(5);

/**
 * The lines of a table's text that can be read. A model keeps the built-in price, or none, where its line cannot be: half of a
 * line could make it cheap.
 */
export const soundLines = (lines: string): Sound => checked(lines, () => check(lines));

function check(lines: string): Sound {
  const sound: string[] = [];
  const leftOut: LeftOut[] = [];
  let provider = '';
  let headless: string | undefined = 'no provider’s line is above it';
  for (const line of lines.split('\n').filter((one) => one !== '')) {
    const isHead = line.startsWith('#');
    const [id = ''] = line.replace(/^#/, '').split('\t', 1);
    if (isHead) {
      provider = id;
      headless = providerProblem(line.slice(1)) && 'its provider’s line cannot be read';
    }
    const problem: string | undefined = isHead ? providerProblem(line.slice(1)) : (headless ?? modelProblem(line));
    if (problem === undefined) {
      sound.push(line);
    } else {
      leftOut.push({ provider, model: isHead ? '' : id, problem });
    }
  }
  return { lines: sound.join('\n'), leftOut };
}

/** Replaces the lines of models in a table's text by those of other lines, and adds providers and models that it lacks. */
export function merged(text: string, lines: string): string {
  const blocks = blocksOf(text);
  for (const [id, { head, models }] of blocksOf(lines)) {
    const known = blocks.get(id);
    const fresh = [...models].filter(([model]) => !known?.models.has(model));
    const all = [...(known?.models ?? [])].map(([model, line]): [string, string] => [model, models.get(model) ?? line]);
    blocks.set(id, { head: known ? earlier(known.head, head) : head, models: new Map([...fresh, ...all]) });
  }
  return [...blocks.values()].flatMap(({ head, models }) => [head, ...models.values()]).join('\n');
}

/** The line of a provider that both tables have is that of the first one, unless the other one has it for longer. */
const earlier = (known: string, other: string): string =>
  (known.split('\t')[5] ?? '') > (other.split('\t')[5] ?? '') ? other : known;

/** Identifies a line of a provider: the model, and the day from which the line is there. */
export const keyOf = (line: string): string => {
  const [id = '', , , , begin = ''] = line.split('\t');
  return `${id}\t${begin}`;
};

/** The providers of a table's text, by id, each with its own line and those of its models by `keyOf`. */
export function blocksOf(text: string): Map<string, { head: string; models: Map<string, string> }> {
  const blocks = new Map<string, { head: string; models: Map<string, string> }>();
  for (const block of text === '' ? [] : text.slice(1).split('\n#')) {
    const [head = '', ...lines] = block.split('\n');
    const [id = ''] = head.split('\t', 1);
    const known = blocks.get(id) ?? { head: `#${head}`, models: new Map<string, string>() };
    lines.forEach((line) => known.models.set(keyOf(line), line));
    blocks.set(id, known);
  }
  return blocks;
}
