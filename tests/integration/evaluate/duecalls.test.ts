import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '../../../tools/demo/data/schema.ts';
import { startHost, type Host } from '../engine/support.ts';
import { call, usage, write } from '../traces/spans.ts';
import { askingOf, due } from './host.ts';

// Which calls an evaluator takes.

let host: Host;
const database = 'due';
const begin = Date.UTC(2026, 5, 1, 12);
const window = { from: begin, to: begin + 3_600_000 };
const trace = (n: number) => n.toString(16).padStart(32, '0');
const home = (n: number) => `${trace(n)}:s${n}`;
const calls = 300;

beforeAll(async () => {
  host = await startHost();
  for (const statement of schema(database)) {
    await host.command(statement);
  }
  await write(
    host,
    database,
    Array.from({ length: calls }, (_, n) => ({
      trace: trace(n),
      id: `s${n}`,
      at: begin + n * 1000,
      attributes: {
        ...call,
        ...usage,
        'gen_ai.operation.name': n % 50 === 49 ? 'embeddings' : 'chat',
        'gen_ai.request.model': n % 2 === 0 ? 'gpt-4o' : 'gpt-4o-mini',
        'gen_ai.response.id': `r${n}`,
        // Three calls a conversation; the first thirty are of none.
        ...(n < 30 ? {} : { 'gen_ai.conversation.id': `c${Math.floor(n / 3)}` }),
      },
    }))
  );
}, 120_000);
afterAll(() => host?.close());

const asking = () => askingOf(host, { ...host.settings, database });
const textual = Array.from({ length: calls }, (_, n) => n).filter((n) => n % 50 !== 49);

/** The first 32 bits of the hash, as a share of all. */
const share = (evaluator: string, unit: string) =>
  createHash('sha256').update(`${evaluator}\n${unit}`).digest().readUInt32BE(0) / 2 ** 32;

test('those that answer with text, the latest first', async () => {
  const found = await due(asking(), { window });
  expect(found.map((one) => one.home)).toEqual([...textual].reverse().map(home));
  expect(found[0]).toEqual({ home: home(298), response: 'r298', failed: false });
  expect((await due(asking(), { window, limit: 7 })).map((one) => one.home)).toEqual(
    [...textual].reverse().slice(0, 7).map(home)
  );
});

test('those of the window, and that pass the filters', async () => {
  const filters = [{ dimension: 'model' as const, operator: 'in' as const, values: ['gpt-4o-mini'] }];
  const found = await due(asking(), { window: { from: begin + 10_000, to: begin + 20_000 }, filters });
  expect(found.map((one) => one.home)).toEqual([19, 17, 15, 13, 11].map(home));
});

test.each([0.1, 0.5, 0.9])('a share of %s of calls is drawn by their hash', async (rate) => {
  const found = await due(asking(), { evaluator: 'tone', window, sample: { rate, by: 'call' } });
  const drawn = textual.filter((n) => share('tone', home(n)) < rate);
  expect(found.map((one) => one.home).sort()).toEqual(drawn.map(home).sort());
});

test('conversations are drawn whole', async () => {
  const found = await due(asking(), { evaluator: 'tone', window, sample: { rate: 0.3, by: 'conversation' } });
  const unit = (n: number) => (n < 30 ? home(n) : `c${Math.floor(n / 3)}`);
  const drawn = textual.filter((n) => share('tone', unit(n)) < 0.3);
  expect(drawn.length).toBeGreaterThan(10);
  expect(found.map((one) => one.home).sort()).toEqual(drawn.map(home).sort());
});

test('a greater rate draws the same and more, and another evaluator others', async () => {
  const drawn = async (evaluator: string, rate: number) =>
    (await due(asking(), { evaluator, window, sample: { rate, by: 'call' } })).map((one) => one.home);
  const [some, more, others] = await Promise.all([drawn('tone', 0.2), drawn('tone', 0.4), drawn('relevance', 0.2)]);
  expect(some.every((one) => more.includes(one))).toBe(true);
  expect(others).not.toEqual(some);
});
