import { describe, expect, test } from 'vitest';
import { inEnglish } from '../schemamessages.ts';
import { priceBook } from '../pricing/book.ts';
import { contextWindow, knownModels } from '../pricing/models.ts';
import { knownPrice } from '../pricing/effective.ts';
import { defaultPriceSettings, priceSettings } from './prices.ts';
import { version } from '../pricing/table.generated.ts';
import { priceVersion } from '../pricing/version.ts';
import { isLike } from '../pricing/wildcard.ts';

const parse = (value: unknown) => priceSettings.parse(value, inEnglish);
const gpt4o = { model: 'gpt-4o', input: 1, output: 2 };

describe('settings', () => {
  test('nothing is the defaults', () => {
    expect(parse(undefined)).toEqual(defaultPriceSettings);
    expect(parse({})).toEqual(defaultPriceSettings);
  });

  test.each([
    [
      { overrides: [{ ...gpt4o, input: -1 }] },
      'overrides.0.input',
      'the price must be in US dollars per million tokens, 0 or more',
    ],
    [
      { overrides: [{ ...gpt4o, output: '2' }] },
      'overrides.0.output',
      'the price must be in US dollars per million tokens, 0 or more',
    ],
    [{ overrides: [{ ...gpt4o, input: Infinity }] }, 'overrides.0.input', 'the price must be in US dollars'],
    [{ overrides: [{ ...gpt4o, from: '2026-02-30' }] }, 'overrides.0.from', 'the day must be written as YYYY-MM-DD'],
    [{ overrides: [{ ...gpt4o, to: 'yesterday' }] }, 'overrides.0.to', 'the day must be written as YYYY-MM-DD'],
    [{ overrides: [{ ...gpt4o, from: '2026-02-02', to: '2026-02-01' }] }, 'overrides.0.to', '"to" is before "from"'],
    [{ aliases: [{ match: ' ', model: 'gpt-4o' }] }, 'aliases.0.match', 'the model must be a name'],
    [{ batchDiscount: 50 }, 'batchDiscount', 'between 0 and 1'],
  ])('%j is refused', (value, path, text) => {
    const parsed = priceSettings.safeParse(value, inEnglish);
    const issue = parsed.error?.issues[0];
    expect(issue?.path.join('.')).toBe(path);
    expect(issue?.message).toContain(text);
  });
});

test.each([
  ['gpt-4o', 'GPT-4o', true],
  ['gpt-4o', 'gpt-4o-mini', false],
  ['gpt-4o*', 'gpt-4o-mini', true],
  ['*gpt-4o*', 'my-gpt-4o-prod', true],
  ['my-*-prod', 'my-gpt-4o-prod', true],
  ['my-*-prod', 'my-prod', false],
  ['a*a', 'a', false],
  ['*', '', true],
  ['a.c', 'abc', false],
])('"%s" means "%s": %s', (pattern, name, expected) => {
  expect(isLike(pattern, name)).toBe(expected);
});

describe('version', () => {
  test('is that of the table', () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+-20\d\d-\d\d-\d\d$/);
    expect(priceVersion(defaultPriceSettings)).toBe(version);
  });

  test('differs with the user’s prices, and is the same for the same', () => {
    const own = [{ overrides: [gpt4o] }, { overrides: [{ ...gpt4o, input: 3 }] }, { batchDiscount: 0.2 }];
    const versions = own.map((value) => priceVersion(parse(value)));
    expect(new Set(versions).size).toBe(3);
    expect(versions.every((one) => one.startsWith(`${version}+`))).toBe(true);
    expect(priceVersion(parse({ overrides: [{ output: 2, input: 1, model: 'gpt-4o' }] }))).toBe(versions[0]);
  });
});

describe('known models', () => {
  test('each has a price under its own ids', () => {
    const models = knownModels();
    expect(models.length).toBeGreaterThan(1000);
    expect(models).toContainEqual({ provider: 'openai', model: 'gpt-4o', title: 'OpenAI: gpt-4o' });
    expect(models.filter((model) => !knownPrice(model, defaultPriceSettings))).toEqual([]);
  });

  test('with the user’s own', () => {
    const settings = parse({ overrides: [{ model: 'house-7b', provider: 'vllm', input: 0.1, output: 0.1 }] });
    expect(knownModels(settings)[0]).toEqual({ provider: 'vllm', model: 'house-7b', title: 'house-7b' });
  });

  test('context windows', () => {
    expect(contextWindow({ provider: 'openai', model: 'gpt-4o-2024-08-06' })).toBe(128_000);
    expect(contextWindow({ provider: 'openai', model: 'nobody-knows' })).toBeUndefined();
  });
});

test('models of one price share it, and those without are told', () => {
  const present = ['gpt-4o', 'gpt-4o-2024-08-06', 'nobody-knows', 'whisper-1'].map((model) => ({
    provider: 'openai',
    model,
  }));
  const book = priceBook(present, defaultPriceSettings);
  expect(book.levels).toHaveLength(1);
  expect(book.slots).toEqual([1, 1]);
  expect(book.unpriced).toEqual(present.slice(2));
});
