import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dimensionIds } from '../../../src/engine/catalogue/dimensions/index.ts';
import { measureIds } from '../../../src/engine/catalogue/measures/index.ts';
import { macros } from '../../../src/engine/usersql/macros.ts';
import { casesOf, files, pathOf, planFile, play } from '../../golden/corpus.ts';

const cases = files.flatMap(casesOf);

describe.each(files)('%s', (file) => {
  const stored = existsSync(planFile(file))
    ? (JSON.parse(readFileSync(planFile(file), 'utf8')) as Record<string, unknown>)
    : {};

  test.each(casesOf(file))('$name', (golden) => {
    const reply = play(golden);
    expect(JSON.stringify(reply, null, 2)).toBe(JSON.stringify(stored[golden.name], null, 2));
    expect(JSON.stringify(play(golden))).toBe(JSON.stringify(reply));
  });

  test('no reply without a case', () => {
    expect(Object.keys(stored)).toEqual(casesOf(file).map(({ name }) => name));
  });
});

describe('the corpus', () => {
  test('index.json lists every file', () => {
    const names = readdirSync(pathOf('queries')).map((name) => name.replace('.json', ''));
    expect([...files].sort()).toEqual(names.sort());
  });

  test('holds every measure, dimension, operator and macro', () => {
    const text = JSON.stringify(cases.map(({ call }) => call));
    for (const word of [...measureIds, ...dimensionIds, 'in', 'not_in', 'matches', 'not_matches']) {
      expect(text).toContain(`"${word}"`);
    }
    for (const macro of Object.keys(macros)) {
      expect(text).toContain(macro);
    }
  });

  test('only the cases of errors are refused, and each is', () => {
    const refused = cases.filter((golden) => 'error' in play(golden));
    const expected = cases.filter(({ file, name }) => file === 'errors' || refusals.includes(name));
    expect(refused.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  });
});

const refusals = [
  'several columns without select',
  'AggregateFunction',
  'a type of tomorrow',
  'it reads too much',
  'a rule reads too much',
  ...['spans for an alert', 'spans by content', 'values for an alert', 'events for an alert'],
  ...['a trace id with quotes', 'a trace for an alert', 'log records where there are none'],
  ...['a filter of content', 'a filter of a cost'],
];
