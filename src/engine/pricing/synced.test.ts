import { describe, expect, test } from 'vitest';
import { effectivePrice } from './effective.ts';
import { builtIn } from './table.ts';
import { text } from './table.generated.ts';
import { priceProblems, soundLines, withSynced } from './synced.ts';
import { defaultPriceSettings } from '../settings/prices.ts';

const input = (lines: string, model: string, provider = 'openai') => {
  const table = lines === '' ? builtIn : withSynced({ version: 'v', synced: 0, lines });
  return effectivePrice({ provider, model }, defaultPriceSettings, table)?.segments[0]?.levels[0]?.rates.input;
};

test('every line of the built-in table can be read', () => {
  expect(soundLines(text).leftOut).toEqual([]);
  expect(soundLines(text).lines).toBe(text);
});

describe('a line that cannot be read', () => {
  const bad: [line: string, why: string][] = [
    ['gpt-4o\t=\t\t1e400 10', '"1e400" is no rate'],
    ['gpt-4o\t=\t\tNaN 10', '"NaN" is no rate'],
    ['gpt-4o\t=\t\tInfinity 10', '"Infinity" is no rate'],
    ['gpt-4o\t=\t\t-1 10', '"-1" is no rate'],
    ['gpt-4o\t=\t\t0x10 10', '"0x10" is no rate'],
    ['gpt-4o\t=\t\t1e300 10', '"1e300" is no rate'],
    ['gpt-4o\t=\t\t1  10', '"" is no rate'],
    ['gpt-4o\t=\t\t', '"" is no rate'],
    ['gpt-4o\t=\t\t1 2 3 4 5 6', 'more than five rates'],
    ['gpt-4o\t=\t\ts=10', 'has no rate of input, output or requests'],
    ['gpt-4o\t=\t\t- -', 'has no rate of input, output or requests'],
    ['gpt-4o\t=\t\t1 2 pages=3', '"pages=3" is no rate'],
    ['gpt-4o\t=\t\t1 2 f.pages=3', '"f.pages=3" is no rate'],
    ['gpt-4o\t=\t\t1 2 constructor=3', '"constructor=3" is no rate'],
    ['gpt-4o\t=\t\t1 2 h~*3', '"h~*3" is no rate'],
    ['gpt-4o\t=\t\t1 2 b~*-0.5', '"b~*-0.5" is no rate'],
    ['gpt-4o\t=\t\t1>200k:2 2', '"1>200k:2" is no rate'],
    ['gpt-4o\t=\t\t1 2;2026-02-99|3 4', '"2026-02-99" is neither a day'],
    ['gpt-4o\t=\t\t1 2;0..99999|3 4', '"0..99999" is neither a day'],
    ['gpt-4o\t=\t\t1 2\t2026-02-30', '"2026-02-30" is no day'],
    ['gpt-4o\t/^gpt-4o(\t\t1 2', 'is no name, start, end or regular expression'],
    ['gpt-4o\t^\t\t1 2', 'is no name, start, end or regular expression'],
    ['gpt-4o\tgpt-4o\t\t1 2', 'is no name, start, end or regular expression'],
    ['gpt-4o\t=\tmany\t1 2', '"many" is no number of tokens'],
    ['gpt-4o\t=', 'does not have the columns'],
    ['gpt-4o\t=\t\t1 2\t\tmore', 'does not have the columns'],
  ];

  test.each(bad)('%j', (line, why) => {
    const lines = `#openai\tOpenAI\n${line}\ngpt-4o-mini\t=\t\t7 8`;
    const { leftOut } = soundLines(lines);
    expect(leftOut).toEqual([{ provider: 'openai', model: 'gpt-4o', problem: expect.stringContaining(why) as string }]);
    // Neither cheap nor unpriced, and nobody else's price is lost.
    expect(input(lines, 'gpt-4o')).toBe(input('', 'gpt-4o'));
    expect(input(lines, 'gpt-4o-mini')).toBe(7);
    expect(input(lines, 'claude-sonnet-4-5', 'anthropic')).toBe(input('', 'claude-sonnet-4-5', 'anthropic'));
    const [problem] = priceProblems({ prices: { lines, version: 'v', source: 's', synced: 0, since: '' } });
    expect(problem).toContain('1 line of the table of prices cannot be read and does not count: openai gpt-4o (');
    expect(problem).toContain(why);
  });

  test('of a model that nobody else prices leaves it without a price', () => {
    expect(input('#openai\tOpenAI\nbrand-new\t=\t\t-1 1', 'brand-new')).toBeUndefined();
  });

  test('of a provider leaves out its models as well', () => {
    const lines = '#halden\tHalden\t/(\nhouse\t=\t\t1 1\n#openai\tOpenAI\ngpt-4o\t=\t\t7 8';
    expect(soundLines(lines).leftOut.map(({ provider, model }) => [provider, model])).toEqual([
      ['halden', ''],
      ['halden', 'house'],
    ]);
    expect(input(lines, 'gpt-4o')).toBe(7);
    expect(input(lines, 'house', 'halden')).toBeUndefined();
  });

  test('before any provider is left out', () => {
    expect(soundLines('gpt-4o\t=\t\t1 2').leftOut).toEqual([
      { provider: '', model: 'gpt-4o', problem: 'no provider’s line is above it' },
    ]);
    expect(input('gpt-4o\t=\t\t1 2', 'gpt-4o')).toBe(input('', 'gpt-4o'));
  });

  test('is one of many, of which some are named', () => {
    const lines = ['#openai\tOpenAI', ...Array.from({ length: 40 }, (_, index) => `m${index}\t=\t\t-1`)].join('\n');
    const [problem] = priceProblems({ prices: { lines, version: 'v', source: 's', synced: 0, since: '' } });
    expect(problem).toMatch(/^40 lines .* do not count: openai m0 .*openai m4 \(.*\); and 35 more\./);
  });
});

test('two blocks of one provider both count', () => {
  const lines = '#openai\tOpenAI\ngpt-4o\t=\t\t7 8\n#openai\tOpenAI\ngpt-4o-mini\t=\t\t9 9';
  expect([input(lines, 'gpt-4o'), input(lines, 'gpt-4o-mini')]).toEqual([7, 9]);
});
