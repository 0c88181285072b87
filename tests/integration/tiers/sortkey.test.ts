import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fill } from '../../../tools/cli/tiers/fill.ts';
import { createTiers, fillerOf } from '../../../tools/bench/filler.ts';
import { readBy } from '../../../tools/bench/scale/reads.ts';
import { root } from '../../../tools/build/paths.ts';
import { demoRows, load, oddRows, t0 } from '../engine/rows.ts';
import { expectClose, panel, startHost, withSql, type Host } from '../engine/support.ts';

// Tests that the statements of docs/scale.md give the spans table another sort key, and that nothing else changes.

const hour = 3_600_000;
let host: Host;

beforeAll(async () => {
  host = await startHost();
  host.now = () => t0 + 60_000;
  const [demo, odd] = [demoRows(), oddRows()];
  await load(host.url, 'otel', { spans: [...demo.spans, ...odd.spans], logs: [...demo.logs, ...odd.logs] });
  await createTiers(host);
  const end = Math.floor(t0 / hour) * hour;
  await fill(fillerOf(host), { from: end - hour, to: end });
});

afterAll(() => host.close());

/** The SQL blocks of a section of docs/scale.md, as statements. */
function recipe(heading: string): string[] {
  const text = readFileSync(join(root, 'docs/scale.md'), 'utf8');
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/```sql\n([\s\S]*?)```/g)]
    .flatMap(([, sql = '']) => sql.split(/;\s*\n/))
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '');
}

const questions = [
  { measures: [{ id: 'requests' }, { id: 'cost' }, { id: 'latency_p95' }], groupBy: ['feature', 'model'] },
  { measures: [{ id: 'tool_calls' }, { id: 'tool_failures' }], groupBy: ['tool'] },
  { measures: [{ id: 'score_mean' }, { id: 'score_count' }], groupBy: ['evaluation', 'team'] },
  { measures: [{ id: 'spans' }], groupBy: ['service'] },
].map((question) => ({ version: 1, kind: 'measure', format: 'table', filters: [], ...question }));

async function answers(source: object) {
  return Promise.all(
    questions.map(async (question) => {
      const plan = await host.plan({ ...question, ...source }, panel(t0 - 15 * 60_000, t0));
      const { read } = await readBy(host, plan.statement);
      return { plan, read, answer: await host.run(plan) };
    })
  );
}

test('another sort key: the same answers, fewer rows read, and closed hours stay closed', async () => {
  const [raw, stored] = [await answers({ source: 'raw' }), await answers({})];
  const statements = recipe('Short windows');
  expect(statements.length).toBeGreaterThan(2);
  const days = (await host.command('SELECT DISTINCT toDate(Timestamp) FROM otel.otel_traces')).trim().split('\n');
  for (const sql of statements) {
    for (const day of sql.includes('{day:Date}') ? days : ['']) {
      const response = await host.post(sql, day === '' ? {} : { day });
      expect(response.ok, `${await response.text()}\n${sql}`).toBe(true);
    }
  }
  expect(
    await host.command("SELECT sorting_key FROM system.tables WHERE database = 'otel' AND name = 'otel_traces'")
  ).toContain('toStartOfMinute');
  const [rawAfter, storedAfter] = [await answers({ source: 'raw' }), await answers({})];
  for (const [before, after] of [
    [raw, rawAfter],
    [stored, storedAfter],
  ] as const) {
    before.forEach(({ answer }, index) => {
      const other = after[index]!;
      withSql(other.plan, () => {
        expect(other.answer.rows.length).toBe(answer.rows.length);
        const [one, two] = [answer, other.answer].map(({ rows }) => rows.map((row) => JSON.stringify(row)).sort());
        one!.forEach((text, at) => {
          const values = JSON.parse(text) as unknown[];
          (JSON.parse(two![at]!) as unknown[]).forEach((value, place) =>
            expectClose(value, values[place] as number, text)
          );
        });
      });
    });
  }
  expect(rawAfter[0]!.read.rows).toBeLessThan(raw[0]!.read.rows);
  expect(storedAfter.map(({ plan }) => plan.meta['reads'])).toEqual(stored.map(({ plan }) => plan.meta['reads']));
});

test('new spans are written to the table with the new key, and its views see them', async () => {
  await host.command(
    "INSERT INTO otel.otel_traces (Timestamp, TraceId, SpanId, SpanName) VALUES (now64(9), 'after', 'after', 'GET')"
  );
  const found = "SELECT count() FROM otel.otel_traces_trace_id_ts WHERE TraceId = 'after'";
  expect(await host.command(found)).toBe('1\n');
});
