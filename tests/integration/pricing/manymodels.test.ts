import { afterAll, beforeAll, expect, test } from 'vitest';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tables with more names of models than a statement can hold values of a user, whose prices are few.

const named = (provider: string, model: string, scope: string, more: Record<string, string> = {}) =>
  span(
    from + 1_800_000,
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model,
      'gen_ai.usage.input_tokens': '1000',
      'gen_ai.usage.output_tokens': '100',
      ...more,
    },
    { ScopeName: scope }
  );
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index).padStart(12, '0'));

const fineTunes = numbers(600).map((id) =>
  named('openai', `ft:gpt-4o-mini-2024-07-18:an-organisation-with-a-long-name::${id}`, 'tuned')
);
const profiles = numbers(900).map((account) =>
  named(
    'aws.bedrock',
    `arn:aws:bedrock:us-east-1:${account}:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0`,
    'profiles'
  )
);

let host: Host;
beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', { spans: [...fineTunes, ...profiles], logs: [] });
});
afterAll(() => host.close());

const query = {
  version: 1,
  kind: 'measure',
  format: 'table',
  measures: ['requests', 'cost', 'unpriced_requests'].map((id) => ({ id })),
};

test('every call has its price, however many names share it', async () => {
  const plan = await host.plan(query, panel(from, t0));
  const { rows } = await host.run(plan);
  const cost = 600 * 0.00042 + 900 * 0.00495;
  expect(
    rows.map((row) => row.slice(0, 3)),
    plan.statement.sql
  ).toEqual([[1500, expect.closeTo(cost, 6), 0]]);
  expect(plan.notices).toEqual([]);
  expect(plan.statement.sql.length).toBeLessThan(64 * 1024);
});

test('names beyond the limit are said to be left out, and the most used ones are priced', async () => {
  const often = Array.from({ length: 5 }, () => named('openai', 'gpt-4o', 'tuned'));
  const many = numbers(2500).map((id) => named('openai', `ft:gpt-4o-mini-2024-07-18:acme::${id}`, 'tuned'));
  await load(host.url, 'many', { spans: [...many, ...often], logs: [] });
  const plan = await host.plan(
    { ...query, filters: [{ dimension: 'model', operator: 'in', values: ['gpt-4o'] }] },
    panel(from, t0),
    {
      ...host.settings,
      database: 'many',
    }
  );
  const { rows } = await host.run(plan);
  expect(
    rows.map((row) => row.slice(0, 3)),
    plan.statement.sql
  ).toEqual([[5, expect.closeTo(5 * 0.0035, 9), 0]]);
  expect(plan.unseen).toBeUndefined();
  expect(plan.notices).toEqual([{ severity: 'warning', text: expect.stringContaining('more model names') as string }]);
});

test('names without a price may be as many', async () => {
  const unknown = numbers(950).map((id) => named('', `house-model-${'x'.repeat(150)}-${id}`, 'house'));
  await load(host.url, 'house', { spans: [...unknown, named('openai', 'gpt-4o', 'tuned')], logs: [] });
  const plan = await host.plan(query, panel(from, t0), { ...host.settings, database: 'house' });
  const { rows } = await host.run(plan);
  expect(
    rows.map((row) => row.slice(0, 3)),
    plan.statement.sql
  ).toEqual([[951, expect.closeTo(0.0035, 9), 950]]);
  expect(plan.notices).toEqual([]);
});
