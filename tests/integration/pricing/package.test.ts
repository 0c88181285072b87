import { calcPrice, waitForUpdate } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolve } from '../../../src/engine/pricing/resolve.ts';
import { call, expectCosts, inputTotal, startPrices, type Call, type Prices } from './support.ts';

// Compares costs with those of the price table's package, whose calculation the engine does not use.

const table = (await waitForUpdate()) ?? [];
const named = table.flatMap(({ id, models }) =>
  models.flatMap(({ match }) =>
    ('or' in match ? match.or : [match]).flatMap((rule) =>
      'equals' in rule ? [{ provider: id, model: rule.equals }] : []
    )
  )
);

function priceOf(one: Call): number | null {
  const usage = {
    input_tokens: inputTotal(one) ?? 0,
    cache_read_tokens: one.cacheRead ?? 0,
    cache_write_tokens: one.cacheWrite ?? 0,
    output_tokens: one.output ?? 0,
  };
  const timestamp = new Date(`${one.time.replace(' ', 'T')}Z`);
  return calcPrice(usage, one.model, { providerId: one.provider, timestamp })?.total_price ?? null;
}

/** Whether a model is billed by tokens; others are unpriced in the engine, and free in the package. */
function isByTokens({ provider, model }: { provider: string; model: string }): boolean {
  const price = calcPrice({}, model, { providerId: provider })?.model_price ?? {};
  const keys = Object.keys(price);
  return keys.length === 0 || keys.some((key) => ['input_mtok', 'output_mtok', 'requests_kcount'].includes(key));
}

let prices: Prices;
beforeAll(async () => void (prices = await startPrices()));
afterAll(() => prices.close());

test('every name of the table means the same model', () => {
  expect(named.length).toBeGreaterThan(2000);
  const different = named.filter(({ provider, model }) => {
    const theirs = calcPrice({}, model, { providerId: provider });
    const ours = resolve({ provider, model });
    return theirs?.provider.id !== ours?.provider.id || theirs?.model.id !== ours?.model.id;
  });
  expect(different).toEqual([]);
});

test('a model alone means the same vendor’s where the package finds one', () => {
  const names = [...new Set(named.map(({ model }) => model))];
  const different = names.filter((model) => {
    const theirs = calcPrice({}, model);
    const ours = resolve({ provider: '', model });
    return theirs && (theirs.provider.id !== ours?.provider.id || theirs.model.id !== ours.model.id);
  });
  expect(different).toEqual([]);
});

test('every model of the table costs the same', async () => {
  const calls = named
    .filter(isByTokens)
    .map(({ provider, model }) =>
      call(provider, model, { uncachedInput: 1000, cacheRead: 200, cacheWrite: 30, output: 4 })
    );
  // A statement holds a bounded number of prices.
  for (let first = 0; first < calls.length; first += 200) {
    const some = calls.slice(first, first + 200);
    const priced = await prices.price(some);
    expectCosts(some, priced.map(({ cost }) => cost), some.map(priceOf)); // prettier-ignore
  }
});

const changing = named.filter(({ provider, model }) => {
  const { prices: all } = calcPrice({}, model, { providerId: provider })?.model ?? {};
  return JSON.stringify(all).match(/tiers|constraint/) && isByTokens({ provider, model });
});
const tokens = fc.option(
  fc.oneof(fc.nat(1000), fc.nat(400_000), fc.constantFrom(0, 199_999, 200_000, 200_001, 272_000))
);
const randomCall: fc.Arbitrary<Call> = fc
  .record({
    of: fc.oneof(fc.constantFrom(...changing), fc.constantFrom(...named.filter(isByTokens))),
    seconds: fc.oneof(
      fc.integer({ min: Date.UTC(2025, 0) / 1000, max: Date.UTC(2027, 2) / 1000 }),
      fc.constantFrom(
        ...['2026-03-13', '2026-08-17', '2026-07-30'].flatMap((day) => [0, -1].map((s) => Date.parse(day) / 1000 + s))
      )
    ),
    ...{ uncachedInput: tokens, cacheRead: tokens, cacheWrite: tokens, output: fc.nat(100_000) },
  })
  .map(({ of, seconds, ...used }) =>
    call(of.provider, of.model, {
      time: new Date(seconds * 1000).toISOString().slice(0, -1).replace('T', ' '),
      ...used,
    })
  );

test('so do random calls', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(randomCall, { minLength: 1, maxLength: 60, size: 'max' }), async (calls) => {
      const priced = await prices.price(calls);
      expectCosts(calls, priced.map(({ cost }) => cost), calls.map(priceOf)); // prettier-ignore
    }),
    { numRuns: 25 }
  );
});
