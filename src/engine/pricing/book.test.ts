import { expect, test } from 'vitest';
import { priceBook } from './book.ts';
import { knownModels } from './models.ts';
import { defaultPriceSettings } from '../settings/prices.ts';

test('only so many prices are sent, those of the first models', () => {
  const all = knownModels();
  const book = priceBook(all, defaultPriceSettings);
  expect(book.levels.length).toBeLessThanOrEqual(1000);
  expect(book.leftOut).toBeGreaterThan(0);
  expect(book.keys.length + book.leftOut).toBe(all.length - book.unpriced.length);
  const first = all.slice(0, 50);
  expect(first.every(({ provider, model }) => book.keys.includes(`${provider}\n${model}`))).toBe(true);
});

test('names of one price share it', () => {
  const names = Array.from({ length: 3000 }, (_, index) => ({
    provider: 'openai',
    model: `ft:gpt-4o-mini-2024-07-18:acme::${index}`,
  }));
  const book = priceBook(names, defaultPriceSettings);
  expect(book).toMatchObject({ leftOut: 0, unpriced: [] });
  expect(book.levels).toHaveLength(1);
});

test('names are left out beyond a size, and the order of the others does not matter', () => {
  const long = 'x'.repeat(1000);
  const names = Array.from({ length: 600 }, (_, index) => ({
    provider: 'openai',
    model: `ft:gpt-4o-mini-2024-07-18:${long}::${index}`,
  }));
  const book = priceBook(names, defaultPriceSettings);
  expect(book.keys.join('').length).toBeLessThanOrEqual(400 * 1024);
  expect(book.keys.length + book.leftOut).toBe(600);
  const few = names.slice(0, 10);
  expect(priceBook([...few].reverse(), defaultPriceSettings)).toEqual(priceBook(few, defaultPriceSettings));
});
