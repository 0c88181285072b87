import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ColumnPlan } from '../../../src/engine/host.ts';
import { from, load } from './rows.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Tests that a user's groups stay apart: numbers that SQL groups by are labels, and texts that are missing are told apart.

let host: Host;

beforeAll(async () => {
  host = await startHost();
  host.settings.jsonData['sql'] = 'all';
  await load(host.url, 'otel', { spans: [], logs: [] });
});

afterAll(() => host.close());

/** Runs SQL, and returns its rows as label sets with their values, by the roles of the plan's columns. */
async function series(sql: string, format: 'timeseries' | 'table', more: object = {}) {
  const query = { version: 1, kind: 'sql', format, sql, ...more };
  const plan = await host.plan(query, panel(from, from + 60_000, { fromAlert: format === 'table' }));
  const { rows } = await host.run(plan);
  const cells = (row: unknown[], role: ColumnPlan['role']) =>
    row.filter((_, index) => plan.frame.columns[index]?.role === role);
  const labels = plan.frame.columns.filter(({ role }) => role === 'label').map(({ name }) => name);
  return {
    plan,
    labels,
    rows: rows.map((row) => [cells(row, 'label').join(), ...cells(row, 'value')] as [string, unknown]),
  };
}

const long = `SELECT * FROM values('ts DateTime, code UInt16, ok Bool, v Float64',
  ('2026-03-29 00:00:00', 200, true, 1), ('2026-03-29 00:00:00', 500, false, 2), ('2026-03-29 00:00:00', 500, true, 4),
  ('2026-03-29 00:01:00', 200, true, 8), ('2026-03-29 00:01:00', 500, false, 16))`;

describe('numbers that the SQL groups by', () => {
  test.each([
    `SELECT ts AS time, code, sum(v) AS total FROM (${long}) GROUP BY time, code`,
    `SELECT code, sum(v) AS total, ts FROM (${long}) GROUP BY code, ts ORDER BY ts`,
    `SELECT ts AS time, toFloat64(code) AS code, sum(v) AS total FROM (${long}) GROUP BY time, code`,
    `SELECT ts AS time, intDiv(code, 1) AS code, sum(v) AS total FROM (${long}) GROUP BY 1, 2`,
    `WITH a AS (SELECT ts AS time, code, sum(v) AS total FROM (${long}) GROUP BY time, code) SELECT * FROM a`,
  ])('are labels: %s', async (sql) => {
    const { plan, labels, rows } = await series(sql, 'timeseries');
    withSql(plan, () => {
      expect(labels).toEqual(['code']);
      expect(rows.map(([label, value]) => [label, Number(value)])).toEqual([
        ['200', 1],
        ['200', 8],
        ['500', 6],
        ['500', 16],
      ]);
    });
  });

  test('and so are flags, which no number can be', async () => {
    const sql = `SELECT ts AS time, ok, sum(v) AS total FROM (${long}) GROUP BY time, ok`;
    const { plan, rows } = await series(sql, 'timeseries');
    withSql(plan, () => expect(rows).toEqual([['false', 2], ['false', 16], ['true', 5], ['true', 8]])); // prettier-ignore
  });

  test('a missing one is unknown', async () => {
    const sql = `SELECT ts AS time, nullIf(code, 200) AS code, sum(v) AS total FROM (${long}) GROUP BY time, code`;
    const { plan, rows } = await series(sql, 'timeseries');
    withSql(plan, () => expect(new Set(rows.map(([label]) => label))).toEqual(new Set(['500', 'unknown'])));
  });

  test('are labels of a rule', async () => {
    const { plan, rows } = await series(`SELECT code, sum(v) AS total FROM (${long}) GROUP BY code`, 'table');
    withSql(plan, () => expect(new Map(rows)).toEqual(new Map<string, unknown>([['200', 9], ['500', 22]]))); // prettier-ignore
  });

  test('stay values if they are selected, or if there is no other', async () => {
    const sql = `SELECT ts AS time, code, sum(v) AS total FROM (${long}) GROUP BY time, code`;
    expect((await series(sql, 'timeseries', { select: 'code' })).labels).toEqual([]);
    expect((await series(`SELECT ts, code FROM (${long}) GROUP BY ts, code`, 'timeseries')).labels).toEqual([]);
    expect((await series(`SELECT ts, code, v FROM (${long})`, 'timeseries')).labels).toEqual([]);
  });
});

describe('texts that are missing', () => {
  const cases: [string, string[], string[]][] = [
    ['only empty', ["''", "'a'"], ['a', 'unknown']],
    ['only NULL', ['NULL', "'a'"], ['a', 'unknown']],
    ['both', ["''", 'NULL', "'a'"], ['a', 'unknown (NULL)', 'unknown (empty)']],
    ['and the word', ["''", "'unknown'"], ['unknown', 'unknown (empty)']],
    ['all three', ["''", 'NULL', "'unknown'"], ['unknown', 'unknown (NULL)', 'unknown (empty)']],
  ];
  const values = (groups: string[]) =>
    `SELECT * FROM values('g Nullable(String), v UInt8', ${groups.map((group, index) => `(${group}, ${index})`).join()})`;

  test.each(cases)('%s, in a rule', async (_, groups, expected) => {
    const { plan, rows } = await series(values(groups), 'table');
    withSql(plan, () => expect(rows.map(([label]) => label).sort()).toEqual(expected));
  });

  test.each(cases)('%s, in series', async (_, groups, expected) => {
    const { plan, rows } = await series(`SELECT now() AS time, g, v FROM (${values(groups)})`, 'timeseries');
    withSql(plan, () => expect(rows.map(([label]) => label)).toEqual(expected));
  });
});
