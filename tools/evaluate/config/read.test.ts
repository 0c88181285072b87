import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './read.ts';

const file = 'evaluators.yaml';
const read = (text: string) => readConfig(text, file).evaluators;

function refusal(text: string): string {
  try {
    read(text);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ConfigError);
    return (thrown as Error).message;
  }
  throw new Error('it was taken');
}

const judge = (more = '') => `evaluators:
  - name: faithful
    kind: judge
    builtIn: faithfulness
    model: { name: gpt-4o-mini, keyEnv: OPENAI_API_KEY }
${more}`;

test('an evaluator has defaults', () => {
  const [one] = read(judge());
  expect(one).toMatchObject({
    name: 'faithful',
    kind: 'judge',
    filters: [],
    sample: { rate: 1, by: 'conversation' },
    delaySeconds: 120,
    scale: { lowest: 1, highest: 5 },
    concurrency: 4,
    retries: 2,
    cap: {},
    model: { provider: 'openai', url: 'https://api.openai.com/v1' },
  });
  expect(one?.version).toMatch(/^[0-9a-f]{12}$/);
});

test.each([
  ['a broken file', 'evaluators:\n  - name: "a\n', 'evaluators.yaml:3:1: '],
  ['an empty file', '# nothing\n', 'evaluators.yaml:1:1: there is no evaluator'],
  ['a value that is wrong', judge('    sample: { rate: 1.5 }'), 'evaluators.yaml:6:21: evaluators.0.sample.rate: '],
  ['a key that is not known', judge('    retrys: 3'), 'evaluators.yaml:6:5: evaluators.0: Unrecognized key: "retrys"'],
  [
    'a key that is missing',
    'evaluators:\n  - name: a\n    kind: judge\n    builtIn: tone\n',
    'evaluators.yaml:2:5: evaluators.0.model: ',
  ],
  [
    'a kind that is not known',
    'evaluators:\n  - name: a\n    kind: jury\n',
    'evaluators.yaml:3:11: evaluators.0.kind: ',
  ],
  [
    'a dimension that is not known',
    judge('    filters:\n      - { dimension: planet, operator: in, values: [earth] }'),
    'evaluators.yaml:7:22: evaluators.0.filters.0.dimension: it is not a dimension: write one of ',
  ],
  [
    'a prompt beside a built-in one',
    judge('    prompt: "{{answer}}"'),
    'evaluators.yaml:6:13: evaluators.0.prompt: write either',
  ],
  [
    'a cap of the month below that of the day',
    judge('    cap: { day: 5, month: 2 }'),
    'evaluators.yaml:6:10: evaluators.0.cap: the month’s',
  ],
  [
    'a pass that every score has',
    judge('    passFrom: 1'),
    'evaluators.yaml:6:15: evaluators.0.passFrom: no score can tell',
  ],
  [
    'a variable that is not known',
    'evaluators:\n  - name: a\n    kind: judge\n    prompt: "Is {{anser}} right?"\n    model: { name: m }\n',
    'evaluators.yaml:4:13: evaluators.0.prompt: the prompt names {{anser}}',
  ],
  [
    'an expression that is none',
    'evaluators:\n  - { name: a, kind: check, check: regex, pattern: "(" }\n',
    'evaluators.yaml:2:52: evaluators.0.pattern: it is not a regular expression',
  ],
])('%s is refused with its line', (_, text, expected) => {
  expect(refusal(text)).toContain(expected);
});

test('everything that is wrong is said at once', () => {
  const text = judge('    sample: { rate: 0 }\n    delaySeconds: -1');
  expect(refusal(text).split('\n')).toHaveLength(2);
});

test('two of one name are refused, with both lines', () => {
  const text = 'evaluators:\n  - { name: a, kind: check, check: json }\n  - { name: a, kind: check, check: refusal }\n';
  expect(refusal(text)).toBe(
    'evaluators.yaml:3:13: evaluators.1.name: another evaluator, in line 2, is named "a" too: results are told apart by the name'
  );
});

test('a key does not stand in the file', () => {
  expect(refusal(judge().replace('keyEnv: OPENAI_API_KEY', 'key: sk-1'))).toContain('Unrecognized key: "key"');
});

const version = (text: string) => read(text)[0]?.version;

test('the version is that of what decides a score', () => {
  const own = version(judge());
  const changes = {
    model: judge().replace('gpt-4o-mini', 'gpt-4o'),
    temperature: judge().replace('keyEnv', 'temperature: 0, keyEnv'),
    prompt: judge().replace('faithfulness', 'relevance'),
    pass: judge('    passFrom: 4'),
  };
  const versions = Object.values(changes).map(version);
  expect(new Set([own, ...versions]).size).toBe(5);
  const same = [
    judge('    sample: { rate: 0.1 }'),
    judge('    cap: { day: 1 }\n    concurrency: 9'),
    judge().replace('OPENAI_API_KEY', 'OTHER_KEY'),
    judge('    filters: [{ dimension: environment, operator: in, values: [production] }]'),
  ];
  expect(same.map(version)).toEqual(same.map(() => own));
  expect(version(judge('    version: v7'))).toBe('v7');
});
