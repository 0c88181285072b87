import { afterAll, beforeAll, expect, test } from 'vitest';
import { handle } from '../../../src/engine/handle.ts';
import type { StatementResult } from '../../../src/engine/host.ts';
import { fillTraces } from '../../../tools/bench/traces.ts';
import { schema } from '../../../tools/demo/data/schema.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

const day = 86_400_000;
const midnight = Date.UTC(2026, 2, 11);
const spansADay = 20_000;
const database = 'census_cost';
const promptBytes = 5000;

let host: Host;

beforeAll(async () => {
  host = await startHost();
  for (const sql of [
    ...schema(database),
    ...fillTraces(database, { to: midnight, days: 3, spansADay, share: 50 }),
    ...schema('census_empty'),
    ...schema('census_long'),
    `INSERT INTO census_long.otel_traces SELECT * REPLACE (mapConcat(SpanAttributes, map('gen_ai.input.messages', repeat('x', ${promptBytes}))) AS SpanAttributes)
    FROM ${database}.otel_traces LIMIT ${spansADay / 2}`,
  ]) {
    await host.command(sql);
  }
}, 120_000);

afterAll(() => host?.close());

/** What the rounds of a census asked and read: the number of statements, kB of text, rows and their bytes. */
async function cost(
  table: string,
  days: number
): Promise<{ statements: number; kilobytes: number; rows: number; bytes: number }[]> {
  const query = { version: 1, kind: 'measure', format: 'table', measures: [{ id: 'requests' }] };
  const call = {
    op: 'query' as const,
    now: midnight + day / 2,
    query,
    request: panel(midnight - days * day, midnight),
    settings: { ...host.settings, database: table },
  };
  const rounds = [];
  let reply = handle(call);
  while ('need' in reply) {
    const results: StatementResult[] = [];
    let [rows, bytes] = [0, 0];
    for (const { sql, params, settings } of reply.need) {
      const response = await host.post(`${sql}\nFORMAT JSONCompact`, params, settings);
      const { meta, data, statistics } = (await response.json()) as {
        meta: { name: string }[];
        data: unknown[][];
        statistics: { rows_read: number; bytes_read: number };
      };
      rows += statistics.rows_read;
      bytes += statistics.bytes_read;
      results.push({ ok: true, columns: meta.map(({ name }) => name), rows: data });
    }
    const kilobytes = reply.need.reduce((sum, { sql }) => sum + sql.length / 1000, 0);
    rounds.push({ statements: reply.need.length, kilobytes, rows, bytes });
    reply = handle({ ...call, state: reply.state, results });
  }
  expect(reply).toHaveProperty('done');
  return rounds.slice(1);
}

test('a table without spans is asked one short question', async () => {
  const rounds = await cost('census_empty', 1);
  expect(rounds).toMatchObject([{ statements: 1, rows: 0 }]);
  expect(rounds[0]?.kilobytes).toBeLessThan(8);
});

test.each([1, 3])(
  'each span of %i days is read three times at most, by statements that only read its dialects',
  async (days) => {
    const [keys, spans, ...others] = await cost(database, days);
    expect(others).toEqual([]);
    expect(keys).toMatchObject({ statements: 1, rows: days * spansADay });
    expect(spans?.statements).toBe(2);
    expect(spans?.rows).toBeLessThanOrEqual(2 * days * spansADay);
    expect(spans?.kilobytes).toBeLessThan(20);
  }
);

test('what spans are written in is told without reading prompts', async () => {
  const [keys, spans] = await cost('census_long', 3);
  expect(keys?.rows).toBe(spansADay / 2);
  expect((keys?.bytes ?? 0) / (keys?.rows ?? 1)).toBeLessThan(promptBytes / 10);
  expect((spans?.bytes ?? 0) / (spans?.rows ?? 1)).toBeGreaterThan(promptBytes);
});
