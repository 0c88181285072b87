import { expect, test } from 'vitest';
import { effectivePrice, knownPrice } from '../../../src/engine/pricing/effective.ts';
import { knownModels } from '../../../src/engine/pricing/models.ts';
import { parsePrices } from '../../../src/engine/pricing/prices.ts';
import type { PresentModel } from '../../../src/engine/pricing/resolve.ts';
import { blocksOf, merged, soundLines } from '../../../src/engine/pricing/synced.ts';
import { text as builtIn } from '../../../src/engine/pricing/table.generated.ts';
import { tableOf } from '../../../src/engine/pricing/table.ts';
import { defaultPriceSettings } from '../../../src/engine/settings/prices.ts';
import { changedLines, continued } from './lines.ts';

const since = '2026-11-01';
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000;

/** What a name costs at the last second before a day, or from it on. */
function priceAt(table: ReturnType<typeof tableOf>, name: PresentModel, seconds: number, of = effectivePrice): string {
  const segments = of(name, defaultPriceSettings, table)?.segments ?? [];
  const from = Math.max(...segments.map((one) => one.from).filter((one) => one <= seconds));
  return JSON.stringify(
    segments
      .filter((one) => one.from === from)
      .map(({ second, levels, assumed = false }) => levels.length > 0 && [second, levels, assumed])
      .filter(Boolean)
  );
}

const models = [...blocksOf(builtIn)].flatMap(([provider, block]) =>
  [...block.models.values()].map((line) => ({ provider, model: line.split('\t')[0] ?? '' }))
);
const providers = [...blocksOf(builtIn).keys()];

/** Names that spans have: those of the table, and what else they are read as. */
const spellings = (name: string): string[] => [
  `${name}-latest`,
  `${name}-20261001`,
  `${name}-2`,
  `us.${name}`,
  `openai/${name}`,
  `halden/${name}`,
];

/** A file of prices that names models by their ids alone, such as LiteLLM's. */
function file(of: readonly PresentModel[], price: string): string {
  const known = blocksOf(builtIn);
  return [...new Set(of.map(({ provider }) => provider))]
    .flatMap((id) => [
      known.get(id)?.head ?? `#${id}\t${id}\t=${id}`,
      ...of.filter(({ provider }) => provider === id).map(({ model }) => `${model}\t=\t\t${price}`),
    ])
    .join('\n');
}

/** Every name at providers that may be meant, in some of its spellings. */
const pairs = models.flatMap(({ provider, model }, index) => {
  if (index % 4 > 0) {
    return [];
  }
  const others = [
    '',
    'halden',
    'azure.ai.openai',
    'openai',
    'aws.bedrock',
    providers[(index / 4) % providers.length] ?? '',
  ];
  return [model, ...spellings(model).filter((_, spelling) => (spelling + index / 4) % 3 === 0)].flatMap(
    (name, spelling) =>
      [provider, others[(index / 4 + spelling) % others.length] ?? ''].map((one) => ({ provider: one, model: name }))
  );
});

/** Who is priced differently after a sync, at a time. */
function changed(used: string, lines: readonly string[], seconds: number, names = pairs): PresentModel[] {
  const [before, after] = [tableOf('', used), tableOf('', merged(used, lines.join('\n')))];
  return names.filter((name) => priceAt(before, name, seconds) !== priceAt(after, name, seconds));
}

test('a sync changes no price before its day, under whatever name', () => {
  // Names of other providers, dated ones, and a provider that nobody knew: each comes before what its name meant.
  const others = models.map(({ model }, index) => ({
    provider: providers[(index * 7) % providers.length] ?? '',
    model,
  }));
  const dated = models.filter((_, index) => index % 3 === 0).map((one) => ({ ...one, model: `${one.model}-20261001` }));
  const fresh = models.filter((_, index) => index % 2 === 0).map(({ model }) => ({ provider: 'halden', model }));
  const lines = changedLines(builtIn, file([...models, ...others, ...dated, ...fresh], '77 88'), since);
  expect(soundLines(lines.join('\n')).leftOut).toEqual([]);
  expect(changed(builtIn, lines, at(since) - 1)).toEqual([]);
  expect(changed(builtIn, lines, at('2026-01-01'))).toEqual([]);
  expect(changed(builtIn, lines, at(since)).length).toBeGreaterThan(pairs.length / 4);

  // The next sync keeps the months between as well, and one for an earlier day changes no day before it.
  const used = merged(builtIn, lines.join('\n'));
  const next = changedLines(used, file([...models, ...others, ...dated, ...fresh], '7 8'), '2026-12-01');
  const few = pairs.filter((_, index) => index % 2 === 0);
  expect(changed(used, next, at('2026-12-01') - 1, few)).toEqual([]);
  expect(changed(used, next, at('2026-12-01'), few).length).toBeGreaterThan(few.length / 4);
  const earlier = changedLines(used, file([...models, ...others], '7 8'), '2026-10-01');
  expect(changed(used, earlier, at('2026-10-01') - 1, few)).toEqual([]);
  expect(changed(used, earlier, at('2026-10-01'), few).length).toBeGreaterThan(few.length / 4);
}, 120_000);

test('a table whose names are others changes no price before its day', () => {
  // As a later version of genai-prices may: a name that begins like another model's, and one that no longer does.
  const wanted = builtIn
    .split('\n')
    .map((line, index) => {
      const [id = '', rule = '', window = ''] = line.split('\t');
      return line.startsWith('#') || index % 2 === 0
        ? line
        : [id, `${rule === '=' ? '' : `${rule.split(' ')[0]} `}^${id.slice(0, 6)}`, window, '77 88'].join('\t');
    })
    .join('\n');
  const lines = changedLines(builtIn, wanted, since);
  expect(soundLines(lines.join('\n')).leftOut).toEqual([]);
  expect(changed(builtIn, lines, at(since) - 1)).toEqual([]);
  expect(changed(builtIn, lines, at(since)).length).toBeGreaterThan(pairs.length / 10);
  expect(changedLines(merged(builtIn, lines.join('\n')), wanted, '2026-12-01')).toEqual([]);
}, 120_000);

test('a comparison keeps its past, and names a model once', () => {
  const names = [
    { provider: 'openai', model: 'gpt-4o' },
    { provider: 'openai', model: 'brand-new' },
  ];
  const wanted = '#openai\tOpenAI\ngpt-4o\t^gpt-4o ^gpt-new\t\t5 20\nbrand-new\t=\t\t1 1';
  const after = tableOf('', merged(builtIn, changedLines(builtIn, wanted, since).join('\n')));
  const priced = names.map((name) => [at(since) - 1, at(since)].map((time) => priceAt(after, name, time, knownPrice)));
  expect(priced[0]).toEqual([
    priceAt(tableOf('', builtIn), names[0] ?? { provider: '', model: '' }, at(since) - 1, knownPrice),
    expect.stringContaining('"input":5,"output":20'),
  ]);
  expect(priced[1]).toEqual(['[]', expect.stringContaining('"input":1,"output":1')]);
  const known = knownModels(defaultPriceSettings, after).map(({ title }) => title);
  expect(new Set(known).size).toBe(known.length);
});

test('a sync for ever changes the past as well', () => {
  const today = changedLines(builtIn, '#halden\thalden\t=halden\nhouse\t=\t\t5 5', since);
  const used = merged(builtIn, today.join('\n'));
  const ever = merged(used, changedLines(used, '#halden\thalden\t=halden\nhouse\t=\t\t6 6', undefined).join('\n'));
  const price = (text: string, day: string) =>
    priceAt(tableOf('', text), { provider: 'halden', model: 'house' }, at(day));
  expect(price(used, '2026-10-31')).toBe('[]');
  expect(price(used, '2026-11-01')).toContain('"input":5');
  expect([price(ever, '2020-01-01'), price(ever, '2026-12-01')]).toEqual(
    Array(2).fill(expect.stringContaining('"input":6'))
  );
});

test('prices go on with others, also those that begin on a day themselves', () => {
  expect(continued('1 2', '3 4', '2026-11-01')).toBe('1 2;2026-11-01|3 4');
  expect(continued('1 2;2026-12-01|5 6', '3 4', '2026-11-01')).toBe('1 2;2026-11-01|3 4');
  // Before its day, the first period applies as well.
  expect(continued('2026-12-01|1 2', '3 4', '2026-11-01')).toBe('1 2;2026-11-01|3 4');
  expect(parsePrices(continued('2026-12-01&0..3600|1 2;5 6', '3 4', '2026-11-01'))).not.toEqual([]);
});
