import { describe, expect, it } from 'vitest';

import { defaultPriceSettings, priceSettings } from '../settings/prices.ts';
import { matchedPrice } from './matched.ts';
import { builtIn } from './table.ts';

const now = Date.UTC(2026, 2, 20, 12);
const of = (model: string, settings: object = {}, provider = 'openai') =>
  matchedPrice([{ provider, model }], priceSettings.parse(settings), now);

describe('the price of a model', () => {
  it('is that of a line of the table, with its date', () => {
    expect(of('gpt-4o')).toMatchObject({
      from: 'table',
      line: { provider: 'openai', model: 'gpt-4o' },
      isAssumed: false,
      source: 'built-in',
      date: builtIn.version.slice(-10),
      rates: { input: 2.5, output: 10 },
    });
  });

  it('is a guess where the name only begins like that of the line', () => {
    expect(of('claude-3-opus-custom', {}, 'anthropic')?.isAssumed).toBe(true);
  });

  it('is the user’s own from its first day to its last', () => {
    const own = { overrides: [{ model: 'gpt-4o', input: 1, output: 2, from: '2026-03-01', to: '2026-03-20' }] };
    expect(of('gpt-4o', own)).toMatchObject({
      from: 'override',
      override: { place: 0 },
      since: '2026-03-01',
      rates: { input: 1, output: 2 },
    });
    const ended = { overrides: [{ model: 'gpt-4o', input: 1, output: 2, to: '2026-03-19' }] };
    expect(of('gpt-4o', ended)).toMatchObject({ from: 'table', rates: { input: 2.5 }, since: '2026-03-20' });
  });

  it('of a name that nobody knows is the user’s own, or none', () => {
    expect(of('our-llama')).toBeUndefined();
    expect(of('our-llama', { overrides: [{ model: 'our-*', input: 1, output: 2 }] })).toMatchObject({
      from: 'override',
      line: undefined,
    });
  });

  it('is nothing where the name says so', () => {
    expect(of('vendor/model:free', {}, 'openrouter')).toMatchObject({ from: 'free', rates: { input: 0, output: 0 } });
  });

  it('is that of the first name that has one', () => {
    const models = ['our-deployment', 'gpt-4o'].map((model) => ({ provider: 'openai', model }));
    expect(matchedPrice(models, defaultPriceSettings, now)?.line?.model).toBe('gpt-4o');
  });

  it('names what its line was synced from', () => {
    const lines = '#openai\tOpenAI\n\ngpt-4o\t=\t128000\t3 11'.replace('\n\n', '\n');
    const synced = { version: '1', source: 'litellm', synced: Date.UTC(2026, 2, 2), since: '2026-01-01', lines };
    const ask = (model: string) => matchedPrice([{ provider: 'openai', model }], defaultPriceSettings, now, synced);
    expect(ask('gpt-4o')).toMatchObject({ source: 'litellm', date: '2026-03-02', rates: { input: 3, output: 11 } });
    expect(ask('gpt-4o-mini')).toMatchObject({ source: 'built-in' });
  });
});
