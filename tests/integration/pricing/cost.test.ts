import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/engine/errors.ts';
import { priceBook } from '../../../src/engine/pricing/book.ts';
import { knownModels } from '../../../src/engine/pricing/models.ts';
import { resolve } from '../../../src/engine/pricing/resolve.ts';
import { defaultPriceSettings } from '../../../src/engine/settings/prices.ts';
import { priceSql } from '../../../src/engine/pricing/sql.ts';
import { nothing } from '../../../src/engine/sql/nodes.ts';
import {
  call,
  expectCosts,
  settingsOf,
  startPrices,
  statement,
  type Call,
  type Options,
  type Prices,
} from './support.ts';

// Expected costs are calculated by hand from the vendors' published prices.

let prices: Prices;
beforeAll(async () => void (prices = await startPrices()));
afterAll(() => prices.close());

async function expectPrices(expected: readonly (readonly [Call, number | null])[], options?: Options): Promise<void> {
  const calls = expected.map(([one]) => one);
  const priced = await prices.price(calls, options);
  const costs = priced.map(({ cost }) => cost);
  expectCosts(calls, costs, expected.map(([, cost]) => cost), options); // prettier-ignore
}

const gpt4o = (more: Partial<Call> = {}) => call('openai', 'gpt-4o', more);
const nobody = { uncachedInput: null, cacheRead: null, cacheWrite: null, output: null };

test('tokens by kind', async () => {
  await expectPrices([
    [gpt4o(), 12.5],
    [gpt4o({ cacheRead: 1e6 }), 13.75],
    [gpt4o({ uncachedInput: null, output: 100 }), 0.001],
    [gpt4o({ ...nobody, cacheRead: 1000 }), 0.00125],
    [gpt4o(nobody), null],
    [gpt4o({ ...nobody, output: 0 }), 0],
    // OpenAI has no price for cache writes, so they cost as much as other input.
    [gpt4o({ cacheWrite: 1e6 }), 15],
    [call('anthropic', 'claude-3-5-haiku-20241022', { cacheRead: 1e6, cacheWrite: 1e6 }), 0.8 + 4 + 0.08 + 1],
    [call('perplexity', 'sonar', { uncachedInput: 0, output: 0 }), 0.012],
    [call('openai', 'text-embedding-3-small', { output: null }), 0.02],
    [call('openrouter', 'openai/gpt-oss-20b:free'), 0],
  ]);
});

test('without a price there is no cost, and the request’s model is asked next', async () => {
  await expectPrices([
    [call('openai', 'gpt-4o-foo'), null],
    [call('', ''), null],
    [call('openai', 'gpt-4o-foo', { requestModel: 'gpt-4o' }), 12.5],
    [call('openai', 'gpt-4o', { requestModel: 'gpt-4o-mini' }), 12.5],
    [call('azure.ai.openai', '', { requestModel: 'gpt-4o' }), 12.5],
    [call('openai', 'whisper-1'), null],
  ]);
});

test('providers that are frameworks', async () => {
  await expectPrices([
    [call('strands-agents', 'gpt-4o'), 12.5],
    [call('langchain', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'), 3.3 + 16.5],
    [call('litellm', 'azure/gpt-4o'), 12.5],
  ]);
});

test('nothing priced at all', async () => {
  await expectPrices([[call('openai', 'nobody-knows'), null]]);
});

test('a batch costs half, or what is set', async () => {
  const calls: [Call, number][] = [[gpt4o({ tier: 'batch' }), 6.25], [gpt4o(), 12.5]]; // prettier-ignore
  await expectPrices(calls);
  await expectPrices([[gpt4o({ tier: 'batch' }), 10], [gpt4o(), 12.5]], { settings: { batchDiscount: 0.2 } }); // prettier-ignore
  await expectPrices([[gpt4o({ tier: 'batch' }), 12.5]], { settings: { batchDiscount: 0 } });
});

test('prices change with the day and the time of day, in UTC', async () => {
  const opus = (time: string) =>
    call('anthropic', 'claude-opus-4-6', { time, uncachedInput: 150_000, cacheRead: 60_000, output: 0 });
  const deepseek = (time: string) => call('deepseek', 'deepseek-chat', { time });
  await expectPrices([
    [opus('2026-03-12 23:59:59.999999999'), 1.5 + 0.06],
    [opus('2026-03-13 00:00:00.000000000'), 0.75 + 0.03],
    [deepseek('2025-01-01 00:29:59.999999999'), 0.135 + 0.55],
    [deepseek('2025-01-01 00:30:00'), 0.27 + 1.1],
    [deepseek('2025-01-01 16:29:59.999'), 0.27 + 1.1],
    [deepseek('2025-01-01 16:30:00'), 0.135 + 0.55],
    [call('openai', 'o3', { time: '2025-06-09 23:59:59' }), 50],
    [call('openai', 'o3', { time: '2025-06-10 00:00:00' }), 10],
  ]);
});

test('a long call costs more for all of its tokens', async () => {
  const sonnet = (uncachedInput: number, cacheRead: number) =>
    call('anthropic', 'claude-sonnet-4-5', { uncachedInput, cacheRead, output: 1e6 });
  await expectPrices([
    [sonnet(200_000, 0), 0.6 + 15],
    [sonnet(200_001, 0), 1.200006 + 22.5],
    [sonnet(150_000, 50_001), 0.9 + 0.0300006 + 22.5],
    [call('anthropic', 'claude-sonnet-4-5', { ...nobody, output: 1e6 }), 15],
  ]);
});

describe('the user’s own prices', () => {
  const override = { model: 'gpt-4o', input: 1, output: 2 };

  test('win over the table in their days', async () => {
    const settings = settingsOf({ overrides: [{ ...override, from: '2026-02-01', to: '2026-02-28', cacheRead: 0.5 }] });
    const at = (time: string, more: Partial<Call> = {}) => call('openai', 'gpt-4o-2024-08-06', { time, ...more });
    await expectPrices(
      [
        [at('2026-01-31 23:59:59.999999999'), 12.5],
        [at('2026-02-01 00:00:00'), 3],
        [at('2026-02-01 00:00:00', { cacheRead: 1e6, cacheWrite: 1e6 }), 3 + 0.5 + 1],
        [at('2026-02-28 23:59:59.999999999'), 3],
        [at('2026-03-01 00:00:00'), 12.5],
        [call('openai', 'gpt-4o-mini'), 0.75],
      ],
      { settings }
    );
  });

  test('the first that fits counts; the table’s changes go on around them', async () => {
    const overrides = [
      { model: 'o3', input: 1, output: 1, from: '2025-06-01', to: '2025-06-15' },
      { model: 'o*', input: 3, output: 3, from: '2025-06-10', to: '2025-06-20' },
    ];
    const o3 = (time: string) => call('openai', 'o3', { time });
    await expectPrices(
      [
        [o3('2025-05-31 12:00:00'), 50],
        [o3('2025-06-05 12:00:00'), 2],
        [o3('2025-06-15 12:00:00'), 2],
        [o3('2025-06-16 12:00:00'), 6],
        [o3('2025-06-21 12:00:00'), 10],
      ],
      { settings: settingsOf({ overrides }) }
    );
  });

  test('for models that the table does not know, and only at a provider', async () => {
    const overrides = [
      { model: 'house-*', provider: 'vllm', input: 0.1, output: 0.2, perRequest: 0.5, from: '2026-01-01' },
      { model: 'deepseek-chat', provider: 'aws.bedrock', input: 7, output: 7 },
    ];
    await expectPrices(
      [
        [call('vllm', 'house-7b'), 0.8],
        [call('vllm', 'house-7b', { time: '2025-12-31 23:00:00' }), null],
        [call('ollama', 'house-7b'), null],
        [call('deepseek', 'deepseek-chat', { time: '2025-01-01 01:00:00' }), 0.27 + 1.1],
        [call('aws.bedrock', 'deepseek-chat'), 14],
      ],
      { settings: settingsOf({ overrides }) }
    );
  });

  test('aliases', async () => {
    const aliases = [
      { match: 'my-deployment', model: 'gpt-4o' },
      { match: 'prod-*', provider: 'anthropic', model: 'claude-3-5-haiku' },
      { match: 'arn:aws:bedrock:*:application-inference-profile/abc', model: 'amazon.nova-pro-v1:0' },
    ];
    const arn = 'arn:aws:bedrock:us-east-1:123:application-inference-profile/abc';
    await expectPrices(
      [
        [call('azure.ai.openai', 'My-Deployment'), 12.5],
        [call('', 'my-deployment'), 12.5],
        [call('azure.ai.openai', 'my-deployment-2'), null],
        [call('openai', 'prod-chat'), 4.8],
        [call('aws.bedrock', arn), 4],
      ],
      { settings: settingsOf({ aliases }) }
    );
  });
});

test('a cost, what the cache saved, and the context window', async () => {
  const haiku = call('anthropic', 'claude-3-5-haiku', { cacheRead: 2e6, cacheWrite: 3e6, tier: 'batch' });
  const [first, second] = await prices.price([haiku, call('openai', 'nobody-knows')]);
  expect(first).toEqual({
    priceId: 4,
    cost: expect.closeTo((0.8 + 4 + 0.16 + 3) / 2, 9) as number,
    cacheSavings: expect.closeTo(0.8 - 0.08, 9) as number,
    contextWindow: 200_000,
    isPartial: 0,
    isAssumed: 0,
  });
  expect(second).toMatchObject({ priceId: 0, cost: null, cacheSavings: null, contextWindow: null });
});

test('types do not depend on what is priced', async () => {
  const types = ['UInt32', ...Array<string>(3).fill('Nullable(Float64)'), 'UInt8', 'UInt8'];
  expect(await prices.types([gpt4o()])).toEqual(types);
  expect(await prices.types([gpt4o({ tier: 'batch' })], { settings: { batchDiscount: 0 } })).toEqual(types);
  expect(await prices.types([call('deepseek', 'deepseek-v4-pro'), call('anthropic', 'claude-opus-4-6')])).toEqual(
    types
  );
  expect(await prices.types([call('openai', 'nobody-knows')])).toEqual(types);
});

describe('service tiers', () => {
  const mini = (tier: string, more: Partial<Call> = {}) => call('openai', 'gpt-5-mini', { tier, ...more });
  const cached = { uncachedInput: 1000, cacheRead: 1000, output: 500 };

  test('have prices of their own, also for what is cached', async () => {
    await expectPrices([
      [mini('', cached), 0.001275],
      [mini('default', cached), 0.001275],
      [mini('auto', cached), 0.001275],
      [mini('flex', cached), 0.0006375],
      [mini('batch', cached), 0.0006375],
      [mini('priority', cached), 0.002295],
      [call('openai', 'gpt-4o', { tier: 'priority' }), 4.25 + 17],
      [call('gcp.gemini', 'gemini-2.5-flash', { tier: 'flex', cacheRead: 1e6 }), 0.15 + 0.03 + 1.25],
    ]);
  });

  test('without a price of their own make a call partly priced, at the standard price', async () => {
    const calls = [
      call('anthropic', 'claude-sonnet-4-5', { uncachedInput: 1000, output: 100, tier: 'priority' }),
      call('anthropic', 'claude-sonnet-4-5', { uncachedInput: 1000, output: 100, tier: 'standard' }),
      mini('scale', cached),
      mini('flex', cached),
      call('', 'nobody-knows', { tier: 'flex' }),
    ];
    const priced = await prices.price(calls);
    expect(priced.map(({ isPartial }) => isPartial).slice(0, 4)).toEqual([1, 0, 1, 0]);
    expectCosts(calls, priced.map(({ cost }) => cost), [0.0045, 0.0045, 0.001275, 0.0006375, null]); // prettier-ignore
  });

  test('of the user’s own', async () => {
    const own = {
      model: 'house',
      input: 2,
      output: 4,
      priority: { input: 3, output: 6 },
      batch: { input: 0.5, output: 1 },
    };
    const house = (tier: string) => call('', 'house', { tier });
    const calls = [house(''), house('priority'), house('batch'), house('flex')];
    const priced = await prices.price(calls, { settings: settingsOf({ overrides: [own] }) });
    expect(priced.map(({ cost, isPartial }) => [cost, isPartial])).toEqual([[6, 0], [9, 0], [1.5, 0], [6, 1]]); // prettier-ignore
  });
});

describe('what has a price of its own', () => {
  const sonnet = (more: Partial<Call>) => call('anthropic', 'claude-sonnet-4-5', { output: 100, ...more });
  const audio = (more: Partial<Call>) => call('openai', 'gpt-4o-audio-preview', { cacheRead: null, ...more });

  test('cache writes of an hour, audio, and searches', async () => {
    await expectPrices([
      [sonnet({ uncachedInput: 10, cacheWrite: 10_000 }), 0.03903],
      [sonnet({ uncachedInput: 10, cacheWrite: 10_000, cacheWrite1h: 10_000 }), 0.06153],
      [sonnet({ uncachedInput: 10, cacheWrite: 10_000, cacheWrite1h: 4000 }), 0.00153 + 0.0225 + 0.024],
      // A part is no more than the whole.
      [sonnet({ uncachedInput: 1000, webSearch: 3 }), 0.0345],
      [audio({ uncachedInput: 1000, output: 300, inputAudio: 800, outputAudio: 250 }), 0.053],
      [audio({ uncachedInput: 1000, output: 300, inputAudio: 5000, outputAudio: 5000 }), 0.04 + 0.024],
      [call('gcp.gemini', 'gemini-2.5-flash', { uncachedInput: 1000, cacheRead: 500, inputAudio: 700, cacheReadAudio: 400, output: 0 }), (700 * 0.3 + 300 * 1 + 100 * 0.03 + 400 * 0.1) / 1e6], // prettier-ignore
    ]);
  });

  test('or not: then a call that uses it is partly priced', async () => {
    const calls = [
      gpt4o({ inputAudio: 5 }),
      gpt4o({ inputAudio: 0 }),
      gpt4o({ outputImage: 5 }),
      gpt4o({ cacheWrite: 10, cacheWrite1h: 10 }),
      call('mistral', 'mistral-large-latest', { webSearch: 1 }),
      gpt4o({ uncachedInput: null }),
      gpt4o({ output: null }),
      gpt4o(),
      call('openai', 'text-embedding-3-small', { output: null }),
      call('openai', 'text-embedding-3-small', { output: 7 }),
    ];
    const priced = await prices.price(calls);
    expect(priced.map(({ isPartial }) => isPartial)).toEqual([1, 0, 1, 1, 1, 1, 1, 0, 0, 1]);
  });

  test('of the user’s own', async () => {
    const own = { model: 'gpt-4o', input: 1, output: 2, cacheWrite1h: 5, inputAudio: 10, webSearch: 0.25 };
    const [priced] = await prices.price(
      [gpt4o({ cacheWrite: 1e6, cacheWrite1h: 1e6, inputAudio: 5e5, webSearch: 2 })],
      {
        settings: settingsOf({ overrides: [own] }),
      }
    );
    expect(priced).toMatchObject({ cost: 0.5 + 2 + 5 + 5 + 0.5, isPartial: 0 });
  });
});

describe('what if', () => {
  test('every row, unpriced ones too, at the other model’s price of that day', async () => {
    const o3 = { provider: 'openai', model: 'o3' };
    await expectPrices(
      [
        [call('anthropic', 'claude-3-5-haiku', { time: '2025-06-01 00:00:00' }), 50],
        [call('', 'nobody-knows'), 10],
        [call('', 'nobody-knows', nobody), null],
        [gpt4o({ tier: 'batch' }), 5],
      ],
      { whatIf: o3 }
    );
  });

  test('a model with levels', async () => {
    const whatIf = { provider: 'anthropic', model: 'claude-sonnet-4-5' };
    await expectPrices([[gpt4o({ uncachedInput: 300_000 }), 1.8 + 22.5]], { whatIf });
  });

  test('a model without a price is refused', () => {
    const model = { provider: 'openai', model: 'nobody-knows' };
    const { whatIfId } = priceSql(priceBook([], defaultPriceSettings, [model]), () => nothing);
    expect(() => whatIfId(model, { time: nothing, inputTotal: nothing })).toThrow(UserError);
  });
});

test('200 models fit into a statement', async () => {
  const all = knownModels().filter((model) => resolve(model) !== undefined);
  const changing = all
    .filter(({ model }) => /^(deepseek|gpt-5\.6|claude-opus-4-6|gemini-3|o3)/.test(model))
    .slice(0, 40);
  const present = [...changing, ...all.filter((model) => !changing.includes(model)).slice(0, 200 - changing.length)];
  const calls = present.map(({ provider, model }) => call(provider, model));
  const { sql, params } = statement(calls);
  const size = sql.length + Object.values(params).join('').length;
  expect(sql.length, sql).toBeLessThan(16 * 1024);
  expect(size, sql).toBeLessThan(64 * 1024);
  expect((await prices.price(calls)).filter(({ cost }) => cost === null)).toEqual([]);
});
