import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import type { Attributes } from '../../../tools/demo/data/rows.ts';

// Prices of calls as instrumentations write them, computed by hand from the vendors' list prices.

interface Case {
  name: string;
  scope?: string;
  attributes: Attributes;
  /** USD; NULL if nobody knows. */
  cost: number | null;
  source: string;
  cacheWrites?: number | null;
}

const chat = (provider: string, model: string, input: number | null, output: number | null, more: Attributes = {}) => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': provider,
  'gen_ai.request.model': model,
  ...(input === null ? {} : { 'gen_ai.usage.input_tokens': String(input) }),
  ...(output === null ? {} : { 'gen_ai.usage.output_tokens': String(output) }),
  ...more,
});
const sonnet = (input: number, output: number, more: Attributes = {}) =>
  chat('anthropic', 'claude-sonnet-4-5', input, output, more);
const mini = (more: Attributes) =>
  chat('openai', 'gpt-5-mini', 2000, 500, { 'gen_ai.usage.cache_read.input_tokens': '1000', ...more });
const audio = (more: Attributes) => ({
  'openinference.span.kind': 'LLM',
  'llm.provider': 'openai',
  'llm.model_name': 'gpt-4o-audio-preview',
  'llm.token_count.prompt': '1000',
  'llm.token_count.completion': '300',
  ...more,
});
const hour = 'anthropic.usage.cache_creation.ephemeral_1h_input_tokens';
const fiveMinutes = 'anthropic.usage.cache_creation.ephemeral_5m_input_tokens';
const writes = 'gen_ai.usage.cache_creation.input_tokens';
const ofLangSmith = (details: string) => ({
  'langsmith.span.kind': 'llm',
  'langsmith.metadata.ls_provider': 'anthropic',
  'langsmith.metadata.ls_model_name': 'claude-sonnet-4-5',
  'langsmith.metadata.usage_metadata': `{"input_tokens":10010,"output_tokens":100,"input_token_details":${details}}`,
});

const cases: readonly Case[] = [
  // Service tiers: the answer's counts, whatever was asked for.
  {
    name: 'flex',
    attributes: mini({ 'openai.response.service_tier': 'flex', 'openai.request.service_tier': 'priority' }),
    cost: 0.0006375,
    source: 'estimated',
  },
  {
    name: 'priority',
    attributes: mini({ 'openai.response.service_tier': 'priority', 'openai.request.service_tier': 'flex' }),
    cost: 0.002295,
    source: 'estimated',
  },
  {
    name: 'asked only',
    attributes: mini({ 'gen_ai.request.service_tier': 'Flex' }),
    cost: 0.0006375,
    source: 'estimated',
  },
  {
    name: 'default',
    attributes: mini({ 'openai.response.service_tier': 'default' }),
    cost: 0.001275,
    source: 'estimated',
  },
  { name: 'scale', attributes: mini({ 'openai.response.service_tier': 'scale' }), cost: 0.001275, source: 'partly' },
  {
    name: 'reported',
    attributes: mini({ 'openai.response.service_tier': 'scale', 'gen_ai.usage.cost': '0.5' }),
    cost: 0.5,
    source: 'reported',
  },

  // Cache writes by lifetime: parts neither replace nor exceed their total.
  {
    name: 'parts, total 0',
    scope: 'langsmith',
    attributes: ofLangSmith('{"cache_creation":0,"ephemeral_1h_input_tokens":10000}'),
    cost: 0.06153,
    source: 'estimated',
    cacheWrites: 10_000,
  },
  {
    name: 'both parts',
    scope: 'langsmith',
    attributes: ofLangSmith(
      '{"cache_creation":0,"ephemeral_5m_input_tokens":6000,"ephemeral_1h_input_tokens":4000,"cache_read":0}'
    ),
    cost: 0.00153 + 0.0225 + 0.024,
    source: 'estimated',
    cacheWrites: 10_000,
  },
  {
    name: 'an hour',
    attributes: sonnet(10_010, 100, { [writes]: '10000', [hour]: '10000' }),
    cost: 0.06153,
    source: 'estimated',
    cacheWrites: 10_000,
  },
  {
    name: 'a part of an hour',
    attributes: sonnet(10_010, 100, { [writes]: '10000', [hour]: '4000', [fiveMinutes]: '6000' }),
    cost: 0.00153 + 0.0225 + 0.024,
    source: 'estimated',
    cacheWrites: 10_000,
  },
  {
    name: 'parts without a total',
    attributes: sonnet(10_010, 100, { [hour]: '0', [fiveMinutes]: '10000' }),
    cost: 0.03903,
    source: 'estimated',
    cacheWrites: 10_000,
  },

  // Modalities.
  {
    name: 'audio',
    attributes: audio({
      'llm.token_count.prompt_details.audio': '800',
      'llm.token_count.completion_details.audio': '250',
    }),
    cost: 0.053,
    source: 'estimated',
  },
  { name: 'no audio', attributes: audio({}), cost: 0.0055, source: 'estimated' },
  {
    name: 'audio without a price',
    attributes: chat('openai', 'gpt-4o', 1000, 100, { 'gen_ai.usage.audio.input_tokens': '300' }),
    cost: 0.0035,
    source: 'partly',
  },
  {
    name: 'images without a price',
    attributes: chat('openai', 'gpt-4o', 1000, 100, { 'gen_ai.usage.image.output_tokens': '50' }),
    cost: 0.0035,
    source: 'partly',
  },

  // Fees.
  {
    name: 'searches',
    attributes: sonnet(1000, 100, { 'gen_ai.usage.server_tool_use.web_search_requests': '3' }),
    cost: 0.0345,
    source: 'estimated',
  },
  {
    name: 'no searches',
    attributes: sonnet(1000, 100, { 'gen_ai.usage.server_tool_use.web_search_requests': '0' }),
    cost: 0.0045,
    source: 'estimated',
  },
  {
    name: 'searches without a price',
    attributes: chat('deepseek', 'deepseek-v4-pro', 1000, 100, {
      'gen_ai.usage.server_tool_use.web_search_requests': '2',
    }),
    cost: 0.000522,
    source: 'partly',
  },

  // Half a usage is not a price.
  { name: 'no input', attributes: chat('openai', 'gpt-4o', null, 100), cost: 0.001, source: 'partly' },
  { name: 'no output', attributes: chat('openai', 'gpt-4o', 1000, null), cost: 0.0025, source: 'partly' },
  { name: 'nothing', attributes: chat('openai', 'gpt-4o', null, null), cost: null, source: 'unpriced' },
  {
    name: 'an embedding has no output',
    attributes: {
      ...chat('openai', 'text-embedding-3-small', 1_000_000, null),
      'gen_ai.operation.name': 'embeddings',
    },
    cost: 0.02,
    source: 'estimated',
  },

  // Currencies: what nobody can convert is not known, and no dollars.
  {
    name: 'dollars',
    attributes: chat('openai', 'gpt-4o', 1000, 100, {
      'gen_ai.usage.cost.amount': '0.02',
      'gen_ai.usage.cost.currency': 'usd',
    }),
    cost: 0.02,
    source: 'reported',
  },
  {
    name: 'euros, with a rate in the settings',
    attributes: chat('openai', 'gpt-4o', 1000, 100, {
      'gen_ai.usage.cost.amount': '0.02',
      'gen_ai.usage.cost.currency': 'EUR',
    }),
    cost: 0.0216,
    source: 'reported',
  },
  {
    name: 'yen',
    attributes: chat('openai', 'gpt-4o', 1000, 100, {
      'gen_ai.usage.cost.amount': '3',
      'gen_ai.usage.cost.currency': 'JPY',
    }),
    cost: null,
    source: 'unpriced',
  },
  {
    name: 'a currency of no cost',
    attributes: chat('openai', 'gpt-4o', 1000, 100, { 'gen_ai.usage.cost.currency': 'JPY' }),
    cost: 0.0035,
    source: 'estimated',
  },

  // Names: a suffix may change the price.
  { name: 'free', attributes: chat('openai', 'deepseek/deepseek-r1:free', 1000, 100), cost: 0, source: 'estimated' },
  {
    name: 'free at OpenRouter',
    attributes: chat('openrouter', 'some-lab/brand-new:free', 1000, 100),
    cost: 0,
    source: 'estimated',
  },
  {
    name: 'another version',
    attributes: chat('anthropic', 'claude-sonnet-5-5', 1000, 100),
    cost: 0.003,
    source: 'assumed',
  },
  {
    name: 'its own name',
    attributes: chat('anthropic', 'claude-sonnet-5', 1000, 100),
    cost: 0.003,
    source: 'estimated',
  },
  {
    name: 'another edition, of which half is known',
    attributes: chat('gcp.gemini', 'gemini-3.8-flash-cyber', null, 1_000_000),
    cost: 3.75,
    source: 'partly',
  },
  {
    name: 'a new name',
    attributes: chat('openai', 'gpt-11-brand-new', 1000, 100),
    cost: null,
    source: 'unpriced',
  },
  {
    name: 'a fine-tune without a price',
    attributes: chat('openai', 'ft:gpt-11:acme::abc123', 1000, 100),
    cost: null,
    source: 'unpriced',
  },
];

let host: Host;
beforeAll(async () => {
  host = await startHost();
  const spans = cases.map(({ name, scope, attributes }, index) =>
    span(from + 1_800_000 + index, attributes, { ServiceName: name, ...(scope ? { ScopeName: scope } : {}) })
  );
  await load(host.url, 'otel', { spans, logs: [] });
});
afterAll(() => host.close());

async function measured(measures: string[], groupBy: string[]): Promise<{ rows: unknown[][]; sql: string }> {
  const query = { version: 1, kind: 'measure', format: 'table', measures: measures.map((id) => ({ id })), groupBy };
  const jsonData = { prices: { currencies: { EUR: 1.08 } } };
  const plan = await host.plan(query, panel(from, t0), { ...host.settings, jsonData });
  const { rows } = await host.run(plan);
  // Without the columns that are the host's own.
  return { rows: rows.map((row) => row.slice(0, groupBy.length + measures.length)), sql: plan.statement.sql };
}

describe('the cost of a call, and where it comes from', () => {
  test.each(cases)('$name', async ({ name, cost, source, cacheWrites }) => {
    const { rows, sql } = await measured(['cost', 'cache_write_tokens'], ['service', 'cost_source']);
    const row = rows.find(([service]) => service === name);
    expect(row?.[1], sql).toBe(source);
    expect(row?.[2], sql).toEqual(cost === null ? null : expect.closeTo(cost, 9));
    if (cacheWrites !== undefined) {
      expect(row?.[3], sql).toBe(cacheWrites);
    }
  });
});

test('calls of each kind are counted', async () => {
  const counted = (source: string) => cases.filter((one) => one.source === source).length;
  const { rows, sql } = await measured(
    ['unpriced_requests', 'partly_priced_requests', 'assumed_requests', 'priced_share'],
    []
  );
  expect(rows, sql).toEqual([
    [
      counted('unpriced'),
      counted('partly'),
      counted('assumed'),
      (counted('estimated') + counted('reported')) / cases.length,
    ],
  ]);
});
