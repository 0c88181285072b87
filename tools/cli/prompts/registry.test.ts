import { describe, expect, it } from 'vitest';
import { changesOf } from './changes.ts';
import { differenceOf } from './lines.ts';
import { readRegistry, shaOf, type PromptVersion } from './registry.ts';

const yaml = `
prompts:
  answer:
    - version: 8
      template: |
        You help.
        {{question}}
      deployed_at: 2026-03-29T12:00:00+02:00
      owner: support
    - version: v7
      template: You helped.
      sha: 0123abc
  note: { version: "1.10", template: "Note {{x}}" }
`;

describe('a registry file', () => {
  it('is read with lists and single versions, numbers as texts, and hashes where there are none', () => {
    expect(readRegistry(yaml, 'yaml')).toEqual([
      {
        name: 'answer',
        version: '8',
        sha: shaOf('You help.\n{{question}}\n'),
        template: 'You help.\n{{question}}\n',
        deployedAt: Date.UTC(2026, 2, 29, 10),
        owner: 'support',
      },
      { name: 'answer', version: 'v7', sha: '0123abc', template: 'You helped.', deployedAt: null, owner: '' },
      {
        name: 'note',
        version: '1.10',
        sha: shaOf('Note {{x}}'),
        template: 'Note {{x}}',
        deployedAt: null,
        owner: '',
      },
    ]);
  });

  it('may be JSON', () => {
    const text = JSON.stringify({ prompts: { a: { version: 'v1', template: 't' } } });
    expect(readRegistry(text, 'json')).toMatchObject([{ name: 'a', version: 'v1' }]);
  });

  const broken = (entry: object) => JSON.stringify({ prompts: { a: [entry] } });

  it.each([
    ['no prompts', '{}', 'prompts: '],
    ['a misspelled key', broken({ version: 'v', template: 't', deployed: 'x' }), 'prompts.a.0'],
    ['no template', broken({ version: 'v' }), 'prompts.a.0.template'],
    ['an empty template', broken({ version: 'v', template: '' }), 'prompts.a.0.template'],
    ['a time without a zone', broken({ version: 'v', template: 't', deployed_at: '2026-03-29T12:00:00' }), 'zone'],
    ['no hash', broken({ version: 'v', template: 't', sha: 'latest' }), 'hexadecimal'],
    [
      'a version twice',
      JSON.stringify({ prompts: { a: [1, 1].map((version) => ({ version, template: 't' })) } }),
      'twice',
    ],
    ['a list of prompts', '{"prompts": []}', 'prompts: '],
  ])('with %s is refused by name', (_, text, words) => {
    expect(() => readRegistry(text, 'json')).toThrow(words);
  });
});

describe('a sync', () => {
  const version = (name: string, more: Partial<PromptVersion> = {}): PromptVersion => ({
    name: 'a',
    version: name,
    sha: 's',
    template: 't',
    deployedAt: null,
    owner: '',
    ...more,
  });

  it('writes what is new or changed, and keeps what the file no longer has', () => {
    const before = [version('v1'), version('v2'), version('v0')];
    const after = [version('v1'), version('v2', { template: 'u', deployedAt: 5 }), version('v3')];
    expect(changesOf(before, after).map(({ version: name, change, parts }) => [name, change, parts])).toEqual([
      ['v1', 'same', []],
      ['v2', 'changed', ['template', 'deployedAt']],
      ['v3', 'new', []],
      ['v0', 'not in the file', []],
    ]);
  });

  it('of the same file twice changes nothing', () => {
    const all = readRegistry(yaml, 'yaml');
    expect(changesOf(all, all).every(({ change }) => change === 'same')).toBe(true);
  });
});

describe('the difference of two texts', () => {
  it('keeps what both have', () => {
    const lines = differenceOf('a\nb\nc\nd', 'a\nx\nc\nd\ne');
    expect(lines.map(({ mark, text }) => mark + text)).toEqual([' a', '-b', '+x', ' c', ' d', '+e']);
  });

  it('of equal texts has no marks', () => {
    expect(differenceOf('a\nb', 'a\nb').every(({ mark }) => mark === ' ')).toBe(true);
  });
});
