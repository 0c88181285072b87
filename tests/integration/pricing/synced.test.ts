import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { merged } from '../../../src/engine/pricing/synced.ts';
import { text as builtIn } from '../../../src/engine/pricing/table.generated.ts';
import { tableOf } from '../../../src/engine/pricing/table.ts';
import { differences } from '../../../tools/cli/prices/check.ts';
import { changedLines } from '../../../tools/cli/prices/lines.ts';
import { ofLitellm, ofPackage, ofYaml } from '../../../tools/cli/prices/sources.ts';
import { ddl } from '../../../tools/cli/prices/table.ts';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Prices that an administrator wrote into a table: what they change, and what they leave alone.

const folder = mkdtempSync(join(tmpdir(), 'prices-'));
const fileOf = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const yaml = ofYaml(
  fileOf(
    'prices.yaml',
    `prices:
  - { provider: openai, model: gpt-4o, input: 5, output: 20, flex: { input: 1, output: 2 } }
  - { provider: openai, model: brand-new, input: 1, output: 1 }
  - { provider: halden, model: house, input: 1, output: 2, webSearch: 0.5 }
`
  )
);

const call = (provider: string, model: string, hours: number) =>
  span(
    from + 1_800_000 - hours * 3_600_000,
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model,
      'gen_ai.usage.input_tokens': '1000',
      'gen_ai.usage.output_tokens': '100',
    },
    { ServiceName: `${model} ${hours}` }
  );

let host: Host;
beforeAll(async () => {
  host = await startHost();
  // The window begins a day before: March 28 and 29 of 2026.
  const spans = ['gpt-4o', 'brand-new', 'gpt-4o-mini'].flatMap((model) => [
    call('openai', model, 0),
    call('openai', model, 12),
  ]);
  // A description of the tables is kept for minutes, so that each sync has a database of its own.
  for (const database of ['plain', 'today', 'past']) {
    await load(host.url, database, { spans: [...spans, call('halden', 'house', 0)], logs: [] });
  }
});
afterAll(() => host.close());

async function sync(database: string, lines: string[], since: string, synced: string): Promise<void> {
  const post = async (query: string) => {
    const response = await fetch(`${host.url}/?database=${database}`, { method: 'POST', body: query });
    expect(response.ok, await response.text()).toBe(true);
  };
  await post(ddl('genai_prices'));
  const rows = lines.map((line, position) =>
    JSON.stringify({ synced, since, version: 'v', source: 'test', position, line })
  );
  await post(`INSERT INTO genai_prices FORMAT JSONEachRow\n${rows.join('\n')}`);
}

async function costs(
  database: string
): Promise<{ costs: Record<string, unknown>; meta: Record<string, unknown>; sql: string }> {
  const query = { version: 1, kind: 'measure', format: 'table', measures: [{ id: 'cost' }], groupBy: ['service'] };
  const plan = await host.plan(query, panel(from - 86_400_000, t0), { ...host.settings, database });
  const { rows } = await host.run(plan);
  return {
    costs: Object.fromEntries(rows.map(([service, cost]) => [service, cost])),
    meta: plan.meta,
    sql: plan.statement.sql,
  };
}

test('synced prices apply from their day on, before the built-in ones', async () => {
  const before = await costs('plain');
  expect(before.costs, before.sql).toMatchObject({
    ...{ 'gpt-4o 0': 0.0035, 'gpt-4o 12': 0.0035, 'gpt-4o-mini 0': 0.00021 },
    ...{ 'brand-new 0': null, 'house 0': null },
  });
  expect(before.meta['pricesMeta']).toMatchObject({ source: 'built-in', date: '2026-09-23' });

  await sync('today', changedLines(builtIn, yaml.text, '2026-03-29'), '2026-03-29', '2026-03-30 12:00:00.000');
  const after = await costs('today');
  expect(after.costs, after.sql).toMatchObject({
    ...{ 'gpt-4o 0': 0.007, 'gpt-4o 12': 0.0035, 'gpt-4o-mini 0': 0.00021 },
    ...{ 'brand-new 0': 0.0011, 'brand-new 12': null, 'house 0': 0.0012 },
  });
  expect(after.meta['pricesMeta']).toEqual({ version: 'v', source: 'test', date: '2026-03-30', since: '2026-03-29' });
  expect(after.meta['prices']).toContain('synced 2026-03-30');
});

test('the past changes on purpose only, and the last sync counts', async () => {
  await sync('past', changedLines(builtIn, yaml.text, '2026-03-29'), '2026-03-29', '2026-03-30 12:00:00.000');
  await sync('past', changedLines(builtIn, yaml.text, '2026-03-28'), '2026-03-28', '2026-03-31 12:00:00.000');
  const past = await costs('past');
  expect(past.costs, past.sql).toMatchObject({ 'gpt-4o 0': 0.007, 'gpt-4o 12': 0.007, 'brand-new 12': 0.0011 });
});

test('what did not change is not written, and a line keeps its past', async () => {
  const { text } = await ofPackage();
  expect(changedLines(builtIn, text, '2026-11-01')).toEqual([]);
  const lines = changedLines(builtIn, yaml.text, '2026-11-01');
  expect(lines.map((line) => line.split('\t')[0])).toEqual(['#openai', 'gpt-4o', 'brand-new', '#halden', 'house']);
  expect(lines[1]).toMatch(/2\.5 10 1\.25 .*;2026-11-01\|i=5 o=20 f\.i=1 f\.o=2$/);
  expect(lines[2]).toMatch(/\t\?;2026-11-01\|i=1 o=1$/);
  // The same again changes nothing; the next prices go on from there.
  const used = merged(builtIn, lines.join('\n'));
  expect(changedLines(used, yaml.text, '2026-12-01')).toEqual([]);
  const cheaper = yaml.text.replace('i=5', 'i=4');
  expect(changedLines(used, cheaper, '2026-12-01')[1]).toMatch(/;2026-11-01\|i=5 .*;2026-12-01\|i=4 /);
  expect(changedLines(used, cheaper, undefined)[1]).toMatch(/\ti=4 o=20/);
});

test('LiteLLM’s table has the same prices in another form', () => {
  const entry = { litellm_provider: 'openai', input_cost_per_token: 3e-6, output_cost_per_token: 1e-5 };
  const further = { output_cost_per_token_above_200k_tokens: 2e-5, input_cost_per_token_above_200k_tokens: 6e-6 };
  const table = {
    'gpt-4o': { ...entry, input_cost_per_token_flex: 1.5e-6, output_cost_per_token_flex: 5e-6 },
    'new-one': { ...entry, ...further, max_input_tokens: 1000 },
    'an-image-model': { litellm_provider: 'openai', output_cost_per_image: 0.04 },
    'ollama/house': { ...entry, litellm_provider: 'ollama' },
  };
  const { text } = ofLitellm(fileOf('litellm.json', JSON.stringify(table)));
  expect(text.split('\n').slice(1)).toEqual(['gpt-4o\t=\t\t3 10 f~*0.5', 'new-one\t=\t1000\t3>200000:6 10>200000:20']);

  const models = ['gpt-4o', 'gpt-4o-mini', 'nobody-knows'].map((model) => ({ provider: 'openai', model }));
  const found = differences(
    models,
    tableOf('', builtIn),
    [{ source: 'litellm', version: '', text }],
    Date.UTC(2026, 10, 1)
  );
  expect(found).toContainEqual({
    provider: 'openai',
    model: 'gpt-4o',
    rate: 'input',
    used: 2.5,
    source: 'litellm',
    theirs: 3,
  });
  expect(found.map(({ model }) => model)).not.toContain('gpt-4o-mini');
});

test('files that are no prices are refused with what to write', () => {
  expect(() => ofYaml(fileOf('a.yaml', '- { model: gpt-4o, input: 1, output: 2 }'))).toThrow('needs a provider');
  expect(() => ofYaml(fileOf('b.yaml', '- { provider: openai, model: gpt-4o, input: -1, output: 2 }'))).toThrow(
    '0.input'
  );
  expect(() => ofLitellm(fileOf('c.json', '{}'))).toThrow('no prices');
});
