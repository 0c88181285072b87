import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { from, load, span, t0 } from './rows.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Tests malformed rows: none breaks a query, and what cannot be read is missing, not 0.

interface Case {
  name: string;
  spans: (Partial<SpanRow> & { attributes?: Attributes })[];
  /** The differences from one plain call. */
  expected: Partial<typeof plain>;
}

const middle = from + 1_800_000;
const plain = {
  requests: 1,
  errors: 0,
  input_tokens: null as number | null,
  output_tokens: null as number | null,
  reported_cost: null as number | null,
  ttft_p50: null as number | null,
  model: 'unknown',
  finish_reason: 'unknown',
};

const input = (text: string, expected: number | null): Case => ({
  name: `input tokens ${JSON.stringify(text)}`,
  spans: [{ attributes: { 'gen_ai.usage.input_tokens': text } }],
  expected: { input_tokens: expected },
});
const finish = (text: string, expected: string): Case => ({
  name: `finish reason ${text}`,
  spans: [{ attributes: { 'gen_ai.response.finish_reasons': text } }],
  expected: { finish_reason: expected },
});
const twice = (row: Case['spans'][number]) => [row, row];
const ids = (trace: string, id: string) => ({ TraceId: trace.padStart(32, '0'), SpanId: id.padStart(16, '0') });

const cases: readonly Case[] = [
  input('1e3', 1000),
  input('1.5E+2', 150),
  input('12.0', 12),
  input('', null),
  input('many', null),
  input('12 tokens', null),
  input('NaN', null),
  input('inf', null),
  input('-5', null),
  input('1e15', null),
  input('{"count": 12}', null),
  input('[12]', null),
  input('null', null),
  finish('stop', 'stop'),
  finish('["stop"]', 'stop'),
  finish("['stop']", 'stop'),
  finish('FinishReason.STOP', 'stop'),
  finish('MAX_TOKENS', 'length'),
  finish('["end_turn"]', 'stop'),
  finish('[]', 'unknown'),
  finish('', 'unknown'),
  {
    name: 'a cost in exponent form',
    spans: [{ attributes: { 'gen_ai.usage.cost': '1.2000000000000002e-7' } }],
    expected: { reported_cost: 1.2000000000000002e-7 },
  },
  {
    name: 'a first token before the call',
    spans: [{ attributes: { 'gen_ai.response.time_to_first_chunk': '-0.5' } }],
    expected: {},
  },
  {
    name: 'JSON for a model',
    spans: [{ attributes: { 'gen_ai.request.model': '{"name": "gpt-4o"}' } }],
    expected: { model: '{"name": "gpt-4o"}' },
  },
  { name: 'a parent that is not there', spans: [{ ParentSpanId: 'ffffffffffffffff' }], expected: {} },
  { name: 'its own parent', spans: [{ ...ids('a1', 'a1'), ParentSpanId: 'a1'.padStart(16, '0') }], expected: {} },
  { name: 'the same span twice', spans: twice(ids('b1', 'b1')), expected: {} },
  {
    name: 'one span id in two traces',
    spans: [ids('c1', 'cc'), ids('c2', 'cc')],
    expected: { requests: 2 },
  },
  {
    name: 'one response id in two traces',
    spans: [ids('d1', 'd1'), ids('d2', 'd2')].map((own) => ({ ...own, attributes: { 'gen_ai.response.id': 'r' } })),
    expected: { requests: 2 },
  },
  {
    name: 'one empty trace id',
    spans: [
      { TraceId: '', SpanId: 'e1'.padStart(16, '0') },
      { TraceId: '', SpanId: 'e2'.padStart(16, '0') },
    ],
    expected: { requests: 2 },
  },
  { name: 'no ids at all', spans: twice({ TraceId: '', SpanId: '' }), expected: { requests: 2 } },
  { name: 'no time at all', spans: [{ Duration: 0 }], expected: {} },
];

let host: Host;
let answers: Map<string, Record<string, unknown>>;

beforeAll(async () => {
  host = await startHost();
  const spans = cases.flatMap(({ name, spans: own }) =>
    own.map(({ attributes = {}, ...more }) => ({
      ...span(middle, { 'gen_ai.operation.name': 'chat', ...attributes }, { ServiceName: name }),
      ...more,
    }))
  );
  const future = span(t0 + 86_400_000 * 365, { 'gen_ai.operation.name': 'chat' }, { ServiceName: 'future' });
  const keyless = span(middle, {}, { ServiceName: 'nothing' });
  await load(host.url, 'otel', { spans: [...spans, future, keyless], logs: [] });
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: ['requests', 'errors', 'input_tokens', 'output_tokens', 'reported_cost', 'ttft_p50'].map((id) => ({
      id,
    })),
    groupBy: ['service', 'model', 'finish_reason'],
  };
  const plan = await host.plan(query, panel(from, t0));
  const { columns, rows } = await host.run(plan);
  withSql(plan, () => expect(rows.flatMap((row) => row.slice(0, 3)).filter((label) => !label)).toEqual([]));
  answers = new Map(
    rows.map((row) => [String(row[0]), Object.fromEntries(columns.map((name, index) => [name, row[index]]))])
  );
});

afterAll(() => host.close());

test.each(cases)('$name', ({ name, expected }) => {
  expect(answers.get(name)).toEqual({ service: name, ...plain, ...expected });
});

test('a span of next year is in no window of today, and one without attributes in none', () => {
  expect([answers.has('future'), answers.has('nothing')]).toEqual([false, false]);
});
