import { expect, test } from 'vitest';
import { readConfig } from '../config/read.ts';
import type { Check } from '../config/schema.ts';
import { isSkip } from '../verdict.ts';
import { runCheck } from './run.ts';

const passes = (settings: string, answer: string): boolean | null | string => {
  const [check] = readConfig(`evaluators: [{ name: a, kind: check, ${settings} }]`, 'f').evaluators as [Check];
  const found = runCheck(check, { question: 'Why?', answer, context: '', system: '', tools: '' });
  return isSkip(found) ? found.skip : found.passed;
};

test.each([
  ['check: json', '{"a": [1, null]}', true],
  ['check: json', ' "text" ', true],
  ['check: json', '{"a": 1', false],
  ['check: json', '```json\n{"a": 1}\n```', false],
  ['check: json', 'Here it is: {"a": 1}', false],
  ['check: length, max: 3', 'abc', true],
  ['check: length, max: 3', '😀😀😀', true],
  ['check: length, max: 3', 'abcd', false],
  ['check: length, min: 4, max: 9', 'abc', false],
  ['check: regex, pattern: "^[A-Z]{2}-\\\\d+$"', 'AB-12', true],
  ['check: regex, pattern: "order", must: not_match', 'your order', false],
  ['check: regex, pattern: "ORDER", ignoreCase: true', 'your order', true],
  ['check: refusal', 'I’m sorry, but I can’t help with that.', false],
  ['check: refusal', 'I cannot assist with that request.', false],
  ['check: refusal', 'As an AI language model, I do not have opinions.', false],
  ['check: refusal', 'Es tut mir leid, aber dabei kann ich dir nicht helfen.', false],
  ['check: refusal', '抱歉，我无法回答这个问题。', false],
  ['check: refusal', 'Sorry for the delay: your parcel arrives tomorrow.', true],
  ['check: refusal', 'You cannot return it after 30 days.', true],
  [
    'check: language, languages: [en]',
    'Your parcel has left our warehouse and will arrive on Thursday or Friday.',
    true,
  ],
  [
    'check: language, languages: [de, fr]',
    'Your parcel has left our warehouse and will arrive on Thursday or Friday.',
    false,
  ],
  [
    'check: language, languages: [deu]',
    'Ihr Paket hat unser Lager verlassen und kommt voraussichtlich am Donnerstag an.',
    true,
  ],
  [
    'check: language, languages: [ja]',
    'ご注文の商品は本日発送されました。到着までに二日から三日ほどかかる見込みですので、もうしばらくお待ちください。',
    true,
  ],
  ['check: language, languages: [en]', 'Yes.', 'too_short'],
  ['check: language, languages: [en]', '```\nfor (let i = 0; i < 10; i++) { console.log(i); }\n```', 'too_short'],
  ['check: pii', 'Write to [e-mail] or call [phone].', false],
  ['check: pii, kinds: [card]', 'Write to [e-mail].', true],
  ['check: pii', 'Your parcel arrives tomorrow.', true],
  ['check: length, max: 3, of: question', 'a long answer', false],
])('{ %s } says of %j: %s', (settings, answer, expected) => {
  expect(passes(settings, answer)).toBe(expected);
});

test('no explanation quotes what was said', () => {
  const secret = 'the secret text [e-mail]';
  const kinds = ['json', 'refusal', 'pii', 'length, min: 99', 'regex, pattern: secret', 'language, languages: [de]'];
  for (const kind of kinds) {
    const [check] = readConfig(`evaluators: [{ name: a, kind: check, check: ${kind} }]`, 'f').evaluators as [Check];
    const found = runCheck(check, { question: '', answer: secret.repeat(4), context: '', system: '', tools: '' });
    expect(JSON.stringify(found)).not.toContain('secret');
  }
});
