import { expect, test } from 'vitest';
import type { ToldSpan } from '../../../src/engine/evaluators/contents.ts';
import { contentOf } from './trace.ts';

const chat = (home: string, more: Partial<ToldSpan> = {}): ToldSpan => ({
  ...{ home, above: '', call: home, fact: 'requests', operation: 'chat', tool: '', at: '2000' },
  ...more,
});
const other = (home: string, more: Partial<ToldSpan>): ToldSpan =>
  chat(home, { call: '', fact: '', at: '1000', ...more });

const told = (spans: readonly ToldSpan[], written: Record<string, Record<string, string>>, home = 't:c') =>
  contentOf(
    {
      spans,
      pairs: new Map(
        Object.entries(written).map(([of, pairs]) => [
          of,
          Object.entries(pairs).map(([key, value]) => ({ key, value, isTooLong: value === '' })),
        ])
      ),
    },
    home
  );

const said = {
  'gen_ai.input.messages': JSON.stringify([
    { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
    { role: 'user', parts: [{ type: 'text', content: 'First?' }] },
    { role: 'assistant', parts: [{ type: 'text', content: 'Yes.' }] },
    {
      role: 'user',
      parts: [
        { type: 'text', content: 'Second?' },
        { type: 'blob', mime_type: 'image/png', content: 'iVBO' },
      ],
    },
  ]),
  'gen_ai.output.messages': JSON.stringify([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'hm' },
        { type: 'text', content: 'No.' },
      ],
    },
  ]),
};

test('the last question counts, and thoughts are no answer', () => {
  expect(told([chat('t:c')], { 't:c': said })).toEqual({
    found: true,
    isOnlyTools: false,
    values: { question: 'Second?\n[blob]', answer: 'No.', system: 'Be brief.', context: '', tools: '' },
  });
});

test('documents and tools of the trace count from before the call', () => {
  const spans = [
    chat('t:c'),
    other('t:r', { operation: 'retrieval' }),
    other('t:w', { call: 't:w', fact: 'tools', operation: 'execute_tool', tool: 'weather' }),
    other('t:late', { operation: 'retrieval', at: '10000' }),
    other('u:r', { operation: 'retrieval' }),
  ];
  const found = told(spans, {
    't:c': said,
    't:r': { 'retrieval.documents.10.document.content': 'ten', 'retrieval.documents.2.document.content': 'two' },
    't:w': { 'gen_ai.tool.call.arguments': '{"city":"Rome"}', 'gen_ai.tool.call.result': '"sunny"' },
    't:late': { 'retrieval.documents.0.document.content': 'late' },
    'u:r': { 'retrieval.documents.0.document.content': 'of another trace' },
  });
  expect(found).toMatchObject({
    values: { context: 'two\n\nten\n\nsunny', tools: 'weather({"city":"Rome"}) → sunny' },
  });
});

test.each([
  ['gen_ai.retrieval.documents', '[{"content":"one"},{"content":"two"}]'],
  ['output.value', '["one","two"]'],
  ['traceloop.entity.output', '{"documents":[{"page_content":"one"},{"page_content":"two"}]}'],
])('documents of %s are read', (key, value) => {
  const found = told([chat('t:c'), other('t:r', { operation: 'retrieval' })], { 't:c': said, 't:r': { [key]: value } });
  expect(found).toMatchObject({ values: { context: 'one\n\ntwo' } });
});

test('a call that only asks for tools says so', () => {
  const output = [
    { role: 'assistant', parts: [{ type: 'tool_call', id: '1', name: 'weather', arguments: { city: 'Rome' } }] },
  ];
  const found = told([chat('t:c')], { 't:c': { ...said, 'gen_ai.output.messages': JSON.stringify(output) } });
  expect(found).toMatchObject({ isOnlyTools: true, values: { answer: '', tools: 'weather({"city":"Rome"})' } });
});

test('what was never recorded, and what is too long, is no empty answer', () => {
  expect(told([chat('t:c')], {})).toEqual({ found: false, reason: 'not_recorded' });
  expect(told([chat('t:c')], { 't:c': { 'gen_ai.input.messages': '' } })).toEqual({ found: false, reason: 'too_long' });
});

test('a call that does not say what it was sent was sent what is above it', () => {
  const spans = [chat('t:c', { above: 't:step' }), other('t:step', { above: 't:agent' }), other('t:agent', {})];
  const written = {
    't:c': { 'gen_ai.output.messages': said['gen_ai.output.messages'] },
    't:step': { 'step.input': 'No. is what the guard sees' },
    't:agent': { 'agent.input': '{"messages":[{"role":"user","content":"Why?"}]}' },
  };
  expect(told(spans, written)).toMatchObject({ values: { question: 'Why?', answer: 'No.' } });
});

test.each([
  ['a choice', '{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"}}]}'],
  ['parts of Bedrock', '[{"text":"Hi"}]'],
  ['parts of Gemini', '{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]}}]}'],
  [
    'LangChain',
    '{"generations":[[{"text":"x","message":{"lc":1,"type":"constructor","kwargs":{"type":"ai","content":"Hi"}}}]]}',
  ],
  [
    'the Responses API',
    '[{"type":"reasoning","summary":[]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}]',
  ],
  ['a text', 'Hi'],
  ['a text in JSON', '"Hi"'],
])('an answer in the form of %s is read', (_, value) => {
  expect(told([chat('t:c')], { 't:c': { 'output.value': value } })).toMatchObject({ values: { answer: 'Hi' } });
});
