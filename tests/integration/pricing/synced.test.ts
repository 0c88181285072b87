import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { merged } from '../../../src/engine/pricing/synced.ts';
import { text as builtIn } from '../../../src/engine/pricing/table.generated.ts';
import { tableOf } from '../../../src/engine/pricing/table.ts';
import { effectivePrice } from '../../../src/engine/pricing/effective.ts';
import { defaultPriceSettings } from '../../../src/engine/settings/prices.ts';
import { checkCommand, differences } from '../../../tools/cli/prices/check.ts';
import { changedLines } from '../../../tools/cli/prices/lines.ts';
import { ofLitellm, ofPackage, ofYaml } from '../../../tools/cli/prices/sources.ts';
import { syncCommand } from '../../../tools/cli/prices/sync.ts';
import { ddl } from '../../../tools/cli/prices/table.ts';
import { handle } from '../../../src/engine/handle.ts';
import type { Health, HostSettings, Reply, Statement, StatementResult } from '../../../src/engine/host.ts';
import { finished, planning } from '../../../tools/cli/host.ts';
import { runStatement } from '../../../tools/cli/statement.ts';
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
  for (const database of ['plain', 'today', 'past', 'broken', 'retyped', 'another']) {
    await load(host.url, database, { spans: [...spans, call('halden', 'house', 0)], logs: [] });
  }
});
afterAll(() => host.close());

async function post(database: string, query: string): Promise<void> {
  const response = await fetch(`${host.url}/?database=${database}`, { method: 'POST', body: query });
  expect(response.ok, await response.text()).toBe(true);
}

async function sync(database: string, lines: string[], since: string, synced: string): Promise<void> {
  await post(database, ddl('genai_prices'));
  const rows = lines.map((line, position) =>
    JSON.stringify({ synced, since, version: 'v', source: 'test', position, line })
  );
  await post(database, `INSERT INTO genai_prices FORMAT JSONEachRow\n${rows.join('\n')}`);
}

const settingsOf = (database: string, jsonData: Record<string, unknown>): HostSettings => ({
  ...host.settings,
  database,
  jsonData: { ...host.settings.jsonData, ...jsonData },
});

interface Costs {
  costs: Record<string, unknown>;
  meta: Record<string, unknown>;
  notices: string[];
  sql: string;
}

/** Takes the engine's steps as a host does that tells it of failures. */
async function engine<Done>(
  database: string,
  step: (state?: unknown, results?: StatementResult[]) => Reply<Done>
): Promise<Done> {
  const { user } = host.settings;
  const run = (statement: Statement) => runStatement({ url: host.url, user, password: '', database }, statement);
  return finished({ run }, step);
}

async function costs(database: string, jsonData: Record<string, unknown> = {}): Promise<Costs> {
  const query = { version: 1, kind: 'measure', format: 'table', measures: [{ id: 'cost' }], groupBy: ['service'] };
  const settings = settingsOf(database, jsonData);
  const plan = await engine(database, planning({ settings }, query, panel(from - 86_400_000, t0)));
  const { rows } = await host.run(plan);
  return {
    costs: Object.fromEntries(rows.map(([service, cost]) => [service, cost])),
    meta: plan.meta,
    notices: plan.notices.map(({ text }) => text),
    sql: plan.statement.sql,
  };
}

function health(database: string, jsonData: Record<string, unknown> = {}): Promise<Health> {
  const settings = settingsOf(database, jsonData);
  return engine(
    database,
    (state, results) =>
      handle({ op: 'health', now: t0, settings, state, ...(results ? { results } : {}) }) as Reply<Health>
  );
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

const built = { 'gpt-4o 0': 0.0035, 'gpt-4o 12': 0.0035, 'gpt-4o-mini 0': 0.00021, 'brand-new 0': null };

test('a line that cannot be read leaves the built-in price, and is named', async () => {
  const lines = ['#openai\tOpenAI', 'gpt-4o\t=\t\t1e400 1', 'brand-new\t/(\t\t1 1', 'gpt-4o-mini\t=\t\t1 1'];
  await sync('broken', lines, '', '2026-03-30 12:00:00.000');
  const broken = await costs('broken');
  expect(broken.costs, broken.sql).toMatchObject({ ...built, 'gpt-4o-mini 0': 0.0011, 'gpt-4o-mini 12': 0.0011 });
  expect(broken.notices).toEqual([expect.stringMatching(/^2 lines .* openai gpt-4o \("1e400".*; openai brand-new \(/)]);
  expect(await health('broken')).toMatchObject({
    status: 'ok',
    message: expect.stringContaining('openai gpt-4o') as string,
    details: { prices: { version: 'v', problems: broken.notices } },
  });
});

test.each([
  ['not there', 'plain', 'genai_prices_nowhere', 'was not found in the database plain, or the user may not read it'],
  ['another one', 'another', 'otel_logs', 'it lacks the columns synced'],
  ['of other types', 'retyped', 'genai_prices', 'ClickHouse returned error'],
])('a table of prices that is %s leaves the built-in prices, and is named', async (_, database, pricesTable, why) => {
  if (database === 'retyped') {
    await post(database, ddl(pricesTable).replace("DateTime64(3, 'UTC')", 'String'));
  }
  const { costs: found, notices, sql } = await costs(database, { pricesTable });
  expect(found, sql).toMatchObject(built);
  expect(notices).toEqual([expect.stringContaining(why)]);
  expect(notices[0]).toContain(pricesTable);
  expect(await health(database, { pricesTable })).toMatchObject({
    status: 'ok',
    message: expect.stringContaining(notices[0] ?? '?') as string,
    details: { prices: { source: 'built-in', problems: notices } },
  });
});

test('no table of prices is no problem where the settings name none', async () => {
  expect((await costs('plain')).notices).toEqual([]);
  expect((await health('plain')).details['prices']).not.toHaveProperty('problems');
});

test('what did not change is not written, and a line keeps its past', async () => {
  const { text } = await ofPackage();
  expect(changedLines(builtIn, text, '2026-11-01')).toEqual([]);
  const lines = changedLines(builtIn, yaml.text, '2026-11-01');
  expect(lines.map((line) => line.split('\t')[0])).toEqual(['#openai', 'gpt-4o', 'brand-new', '#halden', 'house']);
  expect(lines[1]).toMatch(/2\.5 10 1\.25 .*;2026-11-01\|i=5 o=20 f\.i=1 f\.o=2$/);
  expect(lines[2]).toMatch(/\ti=1 o=1\t2026-11-01$/);
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

/** Dollars per million input tokens before and after March 29 of 2026, by another table's lines over the built-in ones. */
function inputs(lines: string[], provider: string, model: string): (number | undefined)[] {
  const used = tableOf('', merged(builtIn, lines.join('\n')));
  const segments = effectivePrice({ provider, model }, defaultPriceSettings, used)?.segments ?? [];
  return ['2026-03-28', '2026-03-30'].map((text) => {
    const at = Date.parse(text) / 1000;
    return segments.filter((one) => one.from <= at && one.second === 0).pop()?.levels[0]?.rates.input;
  });
}

test('a synced model is found by every name that it had, at the provider as spans name it', () => {
  const { text } = ofYaml(
    fileOf(
      'names.yaml',
      `- { provider: OpenAI, model: GPT-4o, input: 5, output: 20 }
- { provider: openai, model: openai/gpt-5-mini, input: 9, output: 9 }
- { provider: x_ai, model: grok-4, input: 6, output: 30 }
- { provider: azure.ai.openai, model: gpt-4.1-mini, input: 7, output: 21 }
- { provider: aws.bedrock, model: 'us-gov-east-1/anthropic.claude-sonnet-4-5-20250929-v1:0', input: 9, output: 30 }
- { provider: Halden, model: House, input: 1, output: 2 }
`
    )
  );
  const lines = changedLines(builtIn, text, '2026-03-29');
  const found = (provider: string, model: string) => inputs(lines, provider, model);
  expect(found('openai', 'gpt-4o')).toEqual([2.5, 5]);
  expect(found('openai', 'gpt-4o-2024-08-06')).toEqual([2.5, 5]);
  expect(found('openai', 'openai/gpt-5-mini')).toEqual([0.25, 9]);
  expect(found('x_ai', 'grok-4')).toEqual([3, 6]);
  // Azure charges OpenAI's prices where it has none of its own.
  expect(inputs([], 'azure.ai.openai', 'gpt-4.1-mini')[0]).toBe(0.4);
  expect(found('azure.ai.openai', 'gpt-4.1-mini')).toEqual([0.4, 7]);
  expect(found('aws.bedrock', 'bedrock/us-gov-east-1/anthropic.claude-sonnet-4-5-20250929-v1:0')).toEqual([3.3, 9]);
  expect(found('halden', 'house')).toEqual([undefined, 1]);
  expect(lines.find((line) => line.startsWith('gpt-4o\t'))?.split('\t')[2]).toBe('128000');
});

test('the command writes a sync that counts, even after one from a clock that was ahead', async () => {
  await load(host.url, 'command', { spans: [call('openai', 'gpt-4o', 0)], logs: [] });
  const file = (input: number) =>
    fileOf(`${input}.yaml`, `- { provider: openai, model: gpt-4o, input: ${input}, output: 10 }`);
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const run = (...args: string[]) =>
    syncCommand().parseAsync(['--url', host.url, '--database', 'command', ...args], { from: 'user' });
  try {
    await expect(run('--yaml', file(5))).rejects.toThrow('does not exist');
    await expect(run('--yaml', file(5), '--since', '2026-02-31')).rejects.toThrow('not a day');
    await expect(run('--yaml', file(5), '--prices-table', 'otel_logs')).rejects.toThrow('it lacks the columns synced');
    const ahead = vi.spyOn(Date, 'now').mockReturnValue(Date.UTC(2099, 0, 1));
    await run('--yaml', file(5), '--since', '2026-03-29', '--create');
    ahead.mockRestore();
    await run('--yaml', file(7), '--since', '2026-03-29');
  } finally {
    vi.restoreAllMocks();
  }
  const { costs: found, meta, sql } = await costs('command');
  expect(found, sql).toEqual({ 'gpt-4o 0': 0.008 });
  expect(meta['pricesMeta']).toMatchObject({ version: '7.yaml', date: '2099-01-01', since: '2026-03-29' });
});

test('a check names what differs, what no table prices, and what has no price in use', async () => {
  const models = [...['gpt-4o', 'gpt-4o-mini', 'brand-new'].map((one) => ['openai', one]), ['halden', 'house']];
  // One of them was called days ago, when nothing else was.
  const at = ([, model]: string[]) => (model === 'gpt-4o-mini' ? 3 * 24 : 0);
  const spans = models.map((one) => call(one[0] ?? '', one[1] ?? '', at(one)));
  await load(host.url, 'checked', { spans, logs: [] });
  await sync(
    'checked',
    ['#openai\tO', 'gpt-4o\t=\t\t5 10', '#halden\tH\t=halden', 'house\t=\t\t1 2', 'bad\t=\t\t-1'],
    '',
    '2026-03-30 12:00:00.000'
  );
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  vi.spyOn(Date, 'now').mockReturnValue(t0);
  let text: string;
  try {
    const sent = vi.spyOn(globalThis, 'fetch');
    await checkCommand().parseAsync(['--url', host.url, '--database', 'checked', '--days', '5'], { from: 'user' });
    // Many days, but no statement about more than one.
    const asked = sent.mock.calls.flatMap(([, init]) =>
      init?.body instanceof FormData ? [String(init.body.get('param_slices'))] : []
    );
    expect(asked.filter((keys) => /^\[\d{5}\]$/.test(keys)).length).toBeGreaterThanOrEqual(5);
    expect(asked.filter((keys) => /^\[\d{5},/.test(keys))).toEqual([]);
    text = said.mock.calls.join('\n');
  } finally {
    vi.restoreAllMocks();
  }
  expect(text).toMatch(/openai +│ gpt-4o +│ input +│ +5 │ +2\.500 │ genai-prices/);
  expect(text).not.toMatch(/gpt-4o +│ (?:output|cacheRead|flex)/);
  expect(text).toContain('The rates of 3 models in use were compared');
  expect(text).toContain('No public price is known for 1 model: halden house.');
  expect(text).toContain('1 model in the spans without a price in use: openai brand-new.');
  expect(text).toContain('halden bad ("-1" is no rate)');
});

test('a check compares what both tables know, of tiers and long contexts as well', () => {
  const used = tableOf('', '#openai\tO\nm\t=\t\t1>200000:2 10 0.1 h=3 f.i=0.5 f.o=5 b~*0.5');
  const check = (prices: string) =>
    differences(
      [{ provider: 'openai', model: 'm' }],
      used,
      [{ source: 's', version: '', text: `#openai\tO\nm\t=\t\t${prices}` }],
      Date.UTC(2026, 10, 1)
    ).map(({ rate, used: own, theirs }) => [rate, own, theirs]);
  expect(check('1>200000:2 10 0.1')).toEqual([]);
  // A rate that one of them does not know is no other rate: not the price of the input for what is read from the cache.
  expect(check('1>200000:2 10 - 5 h=3')).toEqual([]);
  expect(check('1>200000:3 10 0.2 - h=4')).toEqual([
    ['input over 200000', 2, 3],
    ['cacheRead', 0.1, 0.2],
    ['cacheWrite1h', 3, 4],
  ]);
  expect(check('1 10')).toEqual([['input over 200000', 2, 1]]);
  expect(check('1>200000:2 10 f.i=0.6 f.o=5 b.i=0.5 b.o=6')).toEqual([
    ['flex input', 0.5, 0.6],
    ['batch input over 200000', 1, 0.5],
    ['batch output', 5, 6],
  ]);
});

test('files that are no prices are refused with what to write', () => {
  expect(() => ofYaml(fileOf('a.yaml', '- { model: gpt-4o, input: 1, output: 2 }'))).toThrow('needs a provider');
  expect(() => ofYaml(fileOf('b.yaml', '- { provider: openai, model: gpt-4o, input: -1, output: 2 }'))).toThrow(
    '0.input'
  );
  expect(() => ofYaml(fileOf('d.yaml', '- { provider: ollama, model: m, input: 1, output: 2 }'))).toThrow('overrides');
  expect(() => ofYaml(fileOf('e.yaml', '- { provider: openai, model: m, input: .inf, output: 2 }'))).toThrow('input');
  expect(() => ofYaml(fileOf('f.yaml', '- { provider: openai, model: m, input: .nan, output: 2 }'))).toThrow('input');
  expect(() => ofLitellm(fileOf('c.json', '{}'))).toThrow('no prices');
});
