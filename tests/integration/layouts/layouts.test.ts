import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layouts } from '../../../src/engine/source/layouts/index.ts';
import { handle } from '../../../src/engine/handle.ts';
import type { HostSettings } from '../../../src/engine/host.ts';
import { panel, startHost, type Answer, type Host } from '../engine/support.ts';
import { questions } from './questions.ts';
import { from, to, traffic } from './traffic.ts';
import type { Writer } from './writer.ts';
import { writers } from './writers/index.ts';

// The contract of a layout: the same traffic gives the same answers, whatever the tables look like.

let host: Host;
const spans = traffic();
const [reference] = writers;

beforeAll(async () => {
  host = await startHost();
  for (const writer of writers) {
    await fill(writer);
  }
}, 240_000);

afterAll(() => host?.close());

const databaseOf = ({ id }: Writer) => id.replace(/-/g, '_');

async function fill(writer: Writer): Promise<void> {
  const database = databaseOf(writer);
  await host.command(`CREATE DATABASE ${database}`);
  for (const statement of writer.ddl) {
    await host.command(statement.replace('CREATE TABLE ', `CREATE TABLE ${database}.`));
  }
  for (const [table, rows] of Object.entries(writer.rows(spans))) {
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    await host.command(
      `INSERT INTO ${database}.${table} SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow\n${lines}`
    );
  }
}

const settingsOf = (writer: Writer, more: Record<string, unknown> = {}): HostSettings => ({
  ...host.settings,
  database: databaseOf(writer),
  jsonData: { ...writer.settings, ...more },
});

async function ask(writer: Writer, question: object, more: Record<string, unknown> = {}, fromAlert = false): Promise<Answer> {
  const query = { version: 1, kind: 'measure', format: 'table', groupBy: [], filters: [], ...question };
  return host.ask(query, panel(from, to, { fromAlert }), settingsOf(writer, more));
}

/** Sums differ in their last digits by the order of what is added. */
const comparable = ({ columns, rows }: Answer) => ({
  columns,
  rows: rows
    .map((row) => row.map((value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value)))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
});

const names = Object.keys(questions);
const others = writers.slice(1);

describe('every layout', () => {
  test('has a writer', () => {
    const written = writers.map((writer) => writer.detected ?? (writer.settings['layout'] as string));
    expect([...new Set(written)].sort()).toEqual(layouts.map(({ id }) => id).sort());
  });
});

describe('the reference', () => {
  const calls = spans.filter(
    ({ operation, at }) => (operation === 'chat' || operation === 'embeddings') && at >= from && at < to
  );
  const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

  test('answers what was written', async () => {
    const { rows } = await ask(reference as Writer, {
      measures: [{ id: 'requests' }, { id: 'errors' }, { id: 'input_tokens' }, { id: 'cache_read_tokens' }, { id: 'users' }],
    });
    expect(rows).toEqual([
      [
        calls.length,
        calls.filter(({ errorType }) => errorType !== '').length,
        sum(calls.map(({ inputTokens }) => inputTokens)),
        sum(calls.map(({ cacheReadTokens }) => cacheReadTokens)),
        new Set(calls.map(({ traceId }) => spans.find((span) => span.traceId === traceId)?.user)).size,
      ],
    ]);
  });

  test('leaves no question without an answer', async () => {
    for (const name of names) {
      const { rows } = await ask(reference as Writer, questions[name] as object);
      expect(rows.length, name).toBeGreaterThan(0);
      expect(JSON.stringify(rows), name).toMatch(/[1-9]/);
    }
  });
});

describe.each(others)('$id', (writer) => {
  test('is found by its columns', async () => {
    const { layout } = await described(writer, writer.detected ? { layout: 'auto' } : {});
    expect(layout).toEqual(layouts.find(({ id }) => id === (writer.detected ?? writer.settings['layout'])) && {
      id: layout.id,
      title: expect.any(String) as string,
    });
    expect(layout.id).toBe(writer.detected ?? writer.settings['layout']);
  });

  test.each(names.filter((name) => !(name in writer.absent)))('%s', async (name) => {
    const question = questions[name] as object;
    const expected = await ask(reference as Writer, question);
    expect(comparable(await ask(writer, question))).toEqual(comparable(expected));
  });

  test.each(Object.entries(writer.absent))('has no place for %s', async (name, capability) => {
    await expect(ask(writer, questions[name] as object)).rejects.toThrow(`"${capability}"`);
  });

  test('answers an alert rule', async () => {
    const question = { measures: [{ id: 'error_rate' }], groupBy: ['feature'], select: 'error_rate' };
    const expected = await ask(reference as Writer, question, {}, true);
    expect(comparable(await ask(writer, question, {}, true))).toEqual(comparable(expected));
  });

  test.each([
    ['environments', { environments: ['test'] }],
    ['attributes', { attributes: { 'app.variant': ['b'] } }],
    ['both', { environments: ['test'], attributes: { 'app.variant': ['b'] } }],
  ])('leaves out by %s', async (_, exclude) => {
    const question = questions['calls and scores together'] as object;
    const expected = await ask(reference as Writer, question, { exclude });
    const all = await ask(reference as Writer, question);
    expect(comparable(expected)).not.toEqual(comparable(all));
    expect(comparable(await ask(writer, question, { exclude }))).toEqual(comparable(expected));
  });
});

async function described(writer: Writer, more: Record<string, unknown>) {
  const settings = settingsOf(writer, { ...tableOf(writer), ...more });
  const call = { op: 'resource', path: 'source', body: null, settings } as const;
  const first = handle(call);
  if (!('need' in first) || !first.need[0]) {
    throw new Error(JSON.stringify(first));
  }
  const [{ sql, params }] = first.need as [{ sql: string; params: Record<string, string> }];
  const text = await (await host.post(`${sql}\nFORMAT JSONCompact`, params)).text();
  const { data } = JSON.parse(text) as { data: unknown[][] };
  const done = handle({ ...call, state: first.state, results: [{ ok: true, columns: [], rows: data }] });
  if (!('done' in done)) {
    throw new Error(JSON.stringify(done));
  }
  return (done.done as { body: { layout: { id: string; title: string } } }).body;
}

const tableOf = (writer: Writer) => ({
  tracesTable: layouts.find(({ id }) => id === writer.detected)?.table.split('.').pop(),
  ...writer.settings,
});
