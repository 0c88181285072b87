import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spanColumns } from '../../../src/engine/catalogue/spancolumns.ts';
import { dimensions } from '../../../src/engine/catalogue/dimensions/index.ts';
import { measures } from '../../../src/engine/catalogue/measures/index.ts';
import { isDimension } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { load, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

const from = Date.UTC(2026, 4, 1);
const to = from + 3_600_000;

interface Message {
  role: string;
  text: string;
}

/** A call: its prompt, and the way it is written. */
interface Asked {
  feature: string;
  written: keyof typeof writings;
  messages: Message[];
  model: string;
  at: number;
  tokens: number;
  cost: number | null;
  failed?: true;
  cached?: true;
}

const flattened = (messages: Message[], before: string, content: string, role: string): Attributes =>
  Object.fromEntries(
    messages.flatMap((message, index) => [
      [`${before}${index}${content}`, message.text],
      [`${before}${index}${role}`, message.role],
    ])
  );

const last = (messages: Message[]) => messages[messages.length - 1]?.text ?? '';

/** The ways in which instrumentations write messages. */
const writings = {
  conventions: (messages: Message[]): Attributes => ({
    'gen_ai.input.messages': JSON.stringify(
      messages.map(({ role, text }) => ({ role, parts: [{ type: 'text', content: text }] }))
    ),
  }),
  openllmetry: (messages: Message[]): Attributes => ({
    'llm.request.type': 'chat',
    ...flattened(messages, 'gen_ai.prompt.', '.content', '.role'),
  }),
  vercel: (messages: Message[]): Attributes => ({
    'ai.operationId': 'ai.generateText.doGenerate',
    'ai.prompt.messages': JSON.stringify(
      messages.map(({ role, text }) => ({ role, content: [{ type: 'text', text }] }))
    ),
  }),
  openinference: (messages: Message[]): Attributes => ({
    'openinference.span.kind': 'LLM',
    'input.value': JSON.stringify({ messages: messages.map(({ role, text }) => ({ role, content: text })) }),
  }),
  plain: (messages: Message[]): Attributes => ({
    'langfuse.observation.type': 'generation',
    'langfuse.observation.input': last(messages),
  }),
  none: (): Attributes => ({}),
};

const question = (text: string, before: Message[] = []): Message[] => [
  { role: 'system', text: 'You help customers of a shop.' },
  ...before,
  { role: 'user', text },
];

const texts = [
  'What is your return policy for shoes?',
  'what is your return policy for shoes',
  'What is your return policy for shoes, please?',
  'Which payment methods do you accept in Norway and Sweden?',
  'Which payment methods do you accept in Norway and Sweden ?!',
  'Where is my order 1234, it should have been here on Friday?',
  'Where is my order 1235, it should have been here on Friday?',
  'yes',
  'yes!',
  'no',
  'Summarise the quarterly report of the northern warehouses and tell me what went wrong with the late deliveries.',
  'Summarize the quarterly report of the northern warehouses and tell me what went wrong with the late deliveries.',
];

const ofTwo: Message[] = [
  { role: 'user', text: 'I bought a tent.' },
  { role: 'assistant', text: 'A good choice.' },
];

function make(): Asked[] {
  const common = { feature: 'faq', written: 'conventions', model: 'm', tokens: 100, cost: 0.01 } as const;
  const ways = ['conventions', 'openllmetry', 'vercel', 'openinference', 'plain'] as const;
  const rounds = [0, 1].flatMap((round) =>
    texts.map((text, index): Asked => ({
      ...common,
      messages: question(text),
      at: 1000 * (round * texts.length + index + 1),
      tokens: 100 + index,
      cost: index % 3 === 0 ? null : 0.01 * (index + 1),
    }))
  );
  const perWay = ways.flatMap((written, way) =>
    texts.map((text, index): Asked => ({
      ...common,
      feature: written,
      written,
      messages: question(text),
      at: 100_000 + 1000 * (way * texts.length + index),
    }))
  );
  const text = texts[0] as string;
  const odd: Asked[] = [
    { ...common, feature: 'odd', messages: question(text), at: 300_000, failed: true },
    { ...common, feature: 'odd', messages: question(text), at: 301_000 },
    { ...common, feature: 'odd', messages: question(text, ofTwo), at: 302_000 },
    { ...common, feature: 'odd', messages: question(text), at: 303_000, model: 'another' },
    { ...common, feature: 'odd', messages: question(text), at: 304_000, cached: true },
    { ...common, feature: 'odd', messages: question(text, ofTwo), at: 305_000 },
    { ...common, feature: 'odd', messages: [], written: 'none', at: 306_000 },
    { ...common, feature: 'late', messages: question(text), at: 10_000 },
    { ...common, feature: 'late', messages: question(text), at: 1_900_000 },
    { ...common, feature: 'without', messages: [], written: 'none', at: 5000 },
  ];
  return [...rounds, ...perWay, ...odd];
}

const made = make();

const spanOf = (one: Asked): SpanRow =>
  span(
    from + one.at,
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': one.model,
      'app.feature': one.feature,
      'gen_ai.usage.input_tokens': String(one.tokens),
      ...(one.cost === null ? {} : { 'gen_ai.usage.cost': String(one.cost) }),
      ...(one.cached ? { 'litellm.cache_hit': 'true' } : {}),
      ...writings[one.written](one.messages),
    },
    one.failed ? { StatusCode: 'Error' } : {}
  );

let host: Host;
const hashes = new Map<string, bigint>();

const normal = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', { spans: made.map(spanOf), logs: [] });
  for (const text of texts.map(normal)) {
    const answer = await host.post('SELECT toString(ngramSimHashUTF8({text:String}))', { text });
    hashes.set(text, BigInt((await answer.text()).trim()));
  }
});

afterAll(() => host.close());

function apart(a: string, b: string): number {
  if (a.length < 12 || b.length < 12) {
    return a === b ? 0 : 64;
  }
  const bits = (hashes.get(a) ?? 0n) ^ (hashes.get(b) ?? 0n);
  return [...bits.toString(2)].filter((bit) => bit === '1').length;
}

/** Compares every pair of prompts; plain texts have no messages before them. */
function reference(feature: string, distance: number, lifetime = Infinity) {
  const own = made.filter((one) => one.feature === feature).sort((a, b) => a.at - b.at);
  const usable = own.filter((one) => one.written !== 'none' && !one.failed && !one.cached);
  const pool = (one: Asked) =>
    JSON.stringify([
      one.model,
      normal(last(one.messages)).match(/\d+/g),
      one.written === 'plain' ? [] : one.messages.slice(0, -1).filter(({ role }) => role !== 'system'),
      lifetime === Infinity ? 0 : Math.floor((from + one.at) / 1000 / lifetime),
    ]);
  const avoided = usable.filter((one, index) =>
    usable
      .slice(0, index)
      .some(
        (earlier) =>
          pool(earlier) === pool(one) && apart(normal(last(earlier.messages)), normal(last(one.messages))) <= distance
      )
  );
  const costs = avoided.flatMap(({ cost }) => cost ?? []);
  return {
    requests: own.length,
    with_content: own.filter((one) => one.written !== 'none').length,
    avoidable_requests: avoided.length,
    avoidable_tokens: avoided.reduce((sum, { tokens }) => sum + tokens, 0),
    avoidable_cost: costs.reduce((sum, cost) => sum + cost, 0),
  };
}

async function ask(more: object): Promise<Map<unknown, Record<string, unknown>>> {
  const query = { version: 1, format: 'table', kind: 'semantic_cache', groupBy: ['feature'], ...more };
  const { columns, rows } = await host.ask(query, panel(from, to));
  return new Map(rows.map((row) => [row[0], Object.fromEntries(columns.map((name, index) => [name, row[index]]))]));
}

const features = [...new Set(made.map(({ feature }) => feature))].filter((feature) => feature !== 'without');

describe('alike prompts', () => {
  test.each([0, 1, 3, 5])('within a distance of %i: as when every pair is compared', async (distance) => {
    const found = await ask({ distance });
    for (const feature of features) {
      const { avoidable_cost: cost, ...counts } = reference(feature, distance);
      expect(found.get(feature), feature).toMatchObject(counts);
      expect(Number(found.get(feature)?.['avoidable_cost'] ?? 0)).toBeCloseTo(cost, 9);
    }
  });

  test('the data holds equal, alike, and unlike prompts', () => {
    const counts = [0, 3, 64].map((distance) => reference('faq', distance).avoidable_requests);
    expect(counts[0]).toBeGreaterThan(10);
    expect(counts[1]).toBeGreaterThan(counts[0] ?? 0);
    expect(counts[2]).toBeGreaterThan(counts[1] ?? 0);
  });

  test('numbers, conversations and models are kept apart; failures and cached answers are left out', async () => {
    expect((await ask({})).get('odd')).toMatchObject({ requests: 7, with_content: 6, avoidable_requests: 1 });
  });

  test('an answer lives so long', async () => {
    expect((await ask({})).get('late')).toMatchObject({ avoidable_requests: 1 });
    expect((await ask({ lifetime: 900 })).get('late')).toMatchObject({ avoidable_requests: 0 });
    expect((await ask({ lifetime: 900 })).get('faq')).toMatchObject({
      avoidable_requests: reference('faq', 3, 900).avoidable_requests,
    });
  });

  test('without content nothing is estimated', async () => {
    expect((await ask({})).get('without')).toMatchObject({
      requests: 1,
      with_content: 0,
      avoidable_requests: 0,
      avoidable_share: null,
      avoidable_cost: null,
    });
  });

  test('the answer is names and numbers', async () => {
    const query = { version: 1, format: 'table', kind: 'semantic_cache', groupBy: ['feature'] };
    const { types, rows } = await host.ask(query, panel(from, to));
    expect(types.slice(1).every((type) => /^(Nullable\()?Float64\)?$/.test(type))).toBe(true);
    expect(rows.every((row) => row.slice(1).every((value) => value === null || typeof value === 'number'))).toBe(true);
  });

  test('it can be asked of everything, and filtered', async () => {
    const query = { version: 1, format: 'table', kind: 'semantic_cache' };
    const { rows } = await host.ask(query, panel(from, to));
    expect(rows).toHaveLength(1);
    const only = await ask({ filters: [{ dimension: 'feature', operator: 'in', values: ['faq'] }] });
    expect([...only.keys()]).toEqual(['faq']);
  });
});

test('no dimension, column or measure reads content', () => {
  const read = [
    ...Object.values(dimensions).flatMap((dimension) => [...dimension.from, dimension.computed ?? '']),
    ...Object.values(spanColumns).map(({ field }) => String(field)),
    ...Object.values(measures).flatMap(({ uses }) => [...uses]),
  ];
  expect(read.filter((name) => ['inputContent', 'inputHash'].includes(name))).toEqual([]);
  expect(['inputContent', 'inputHash'].some(isDimension)).toBe(false);
});
