import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handle } from '../../../src/engine/handle.ts';
import type { Plan } from '../../../src/engine/host.ts';
import { unsupportedType } from '../../../src/engine/messages.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Tests every ClickHouse type, from a SQL query to a type that Grafana can read.

let host: Host;
beforeAll(async () => {
  host = await startHost();
  host.settings.jsonData['sql'] = 'all';
});
afterAll(() => host.close());

/** A type, a literal, and its text; for a time, its epoch nanoseconds. */
type Row = [type: string, literal: string, text: string];

const plain: Row[] = [
  ['Int8', '-128', '-128'],
  ['Int16', '-32768', '-32768'],
  ['Int32', '-2147483648', '-2147483648'],
  ['Int64', "'-9223372036854775808'", '-9223372036854775808'],
  ['UInt8', '255', '255'],
  ['UInt16', '65535', '65535'],
  ['UInt32', '4294967295', '4294967295'],
  ['UInt64', "'18446744073709551615'", '18446744073709551615'],
  ['Int128', "'-170141183460469231731687303715884105728'", '-170141183460469231731687303715884105728'],
  ['UInt128', "'340282366920938463463374607431768211455'", '340282366920938463463374607431768211455'],
  ['Int256', "'-1'", '-1'],
  ['UInt256', "'1'", '1'],
  ['Float32', '1.5', '1.5'],
  ['Float64', '-1e-300', '-1e-300'],
  ['BFloat16', '1.5', '1.5'],
  ['Decimal(9, 2)', "'-1234567.89'", '-1234567.89'],
  ['Decimal(18, 4)', "'0.0001'", '0.0001'],
  ['Decimal(38, 10)', "'12345.0625'", '12345.0625'],
  ['Decimal(76, 1)', "'-0.5'", '-0.5'],
  ['Bool', 'true', 'true'],
  ['String', "'tab\\t quote\\' 😀'", "tab\t quote' 😀"],
  ['FixedString(4)', "'ab'", 'ab'],
  ["Enum8('a' = -1, 'it\\'s' = 2)", "'it\\'s'", "it's"],
  ["Enum16('big' = 30000)", "'big'", 'big'],
  ['UUID', "'61f0c404-5cb3-11e7-907b-a6006ad3dba0'", '61f0c404-5cb3-11e7-907b-a6006ad3dba0'],
  ['IPv4', "'10.1.2.3'", '10.1.2.3'],
  ['IPv6', "'2001:db8::1'", '2001:db8::1'],
  ['Time', "'-12:34:56'", '-12:34:56'],
  ['Time64(3)', "'12:34:56.789'", '12:34:56.789'],
];

const times: Row[] = [
  ['Date', "'2026-03-29'", '1774742400000000000'],
  ['Date32', "'1925-01-01'", '-1420070400000000000'],
  ['DateTime', "'2026-03-29 01:30:00'", '1774747800000000000'],
  ["DateTime('Europe/Paris')", "'2026-03-29 03:30:00'", '1774747800000000000'],
  ['DateTime64(0)', "'2026-03-29 01:30:00'", '1774747800000000000'],
  ['DateTime64(3)', "'2026-03-29 01:30:00.123'", '1774747800123000000'],
  ["DateTime64(6, 'America/New_York')", "'2026-03-28 21:30:00.123456'", '1774747800123456000'],
  ['DateTime64(9)', "'2026-03-29 01:30:00.123456789'", '1774747800123456789'],
  ["DateTime64(9, 'Asia/Kolkata')", "'2026-03-29 07:00:00.000000001'", '1774747800000000001'],
  ['DateTime64(3)', "'1900-01-01 00:00:00.001'", '-2208988799999000000'],
];

const notNullable: Row[] = [
  ['IntervalDay', '3', '3'],
  ['IntervalNanosecond', '3', '3'],
  ['Array(Nullable(UInt8))', '[1, NULL]', '[1,null]'],
  ['Array(String)', "['it\\'s \"quoted\"']", '["it\'s \\"quoted\\""]'],
  ['Map(String, UInt64)', "map('a', 1)", '{"a":1}'],
  ['Tuple(a UInt8, b String)', "(1, 'x')", '{"a":1,"b":"x"}'],
  ['Tuple(UInt8, String)', "(1, 'x')", '[1,"x"]'],
  ['Nested(a UInt8, b String)', "[(1, 'x')]", '[{"a":1,"b":"x"}]'],
  ['JSON', '\'{"a":{"b":[1,2]}}\'', '{"a":{"b":[1,2]}}'],
  ['Variant(String, UInt64)', "'x'", '"x"'],
  ['Dynamic', "'x'", '"x"'],
  ['Point', '(1, 2)', '[1,2]'],
  ['Ring', '[(0, 0), (1, 1)]', '[[0,0],[1,1]]'],
  ['Polygon', '[[(0, 0), (1, 1)]]', '[[[0,0],[1,1]]]'],
  ['LowCardinality(String)', "'x'", 'x'],
  ['LowCardinality(Nullable(String))', "'x'", 'x'],
  ['LowCardinality(FixedString(2))', "'x'", 'x'],
  ['SimpleAggregateFunction(sum, UInt64)', '7', '7'],
  ['SimpleAggregateFunction(anyLast, Nullable(String))', "'x'", 'x'],
];

const held = (type: string) => type.replace(/^SimpleAggregateFunction\(\w+, (.*)\)$/, '$1');
/** The types that Grafana's Arrow reader accepts. */
const passes =
  /^(LowCardinality\()?(Nullable\()?(U?Int(8|16|32|64)|Float(32|64)|String|Bool|DateTime64\(9(, '[^']+')?\))\)*$/;

async function planOf(sql: string): Promise<Plan> {
  const query = { version: 1, kind: 'sql', format: 'table', sql };
  const plan = await host.plan(query, panel(0, 1));
  const { types } = await host.run(plan);
  withSql(plan, () =>
    expect(
      types.every((type) => passes.test(held(type))),
      types.join()
    ).toBe(true)
  );
  return plan;
}

async function textsOf(plan: Plan, show: string): Promise<string[]> {
  const response = await host.post(
    `SELECT ${show} FROM (\n${plan.statement.sql}\n) FORMAT JSONCompactColumns`,
    plan.statement.params
  );
  const text = await response.text();
  withSql(plan, () => expect(response.status, text).toBe(200));
  return (JSON.parse(text) as string[][])[0] ?? [];
}

async function expectArrow(plan: Plan): Promise<void> {
  const response = await host.post(
    `${plan.statement.sql}\nFORMAT ArrowStream`,
    plan.statement.params,
    plan.statement.settings
  );
  const bytes = Buffer.from(await response.arrayBuffer());
  withSql(plan, () => {
    expect(response.status, bytes.toString()).toBe(200);
    expect(bytes.subarray(0, 4).toString('hex')).toBe('ffffffff');
    expect(bytes.subarray(-8).toString('hex')).toBe('ffffffff00000000');
  });
}

describe.each([...plain, ...times])('%s from %s', (type, literal, text) => {
  const isTime = times.some(([name]) => name === type);
  const show = isTime ? 'toString(toUnixTimestamp64Nano(c))' : 'toString(c)';

  test('a value', async () => {
    const plan = await planOf(`SELECT CAST(${literal}, '${type.replace(/[\\']/g, '\\$&')}') AS c`);
    expect(await textsOf(plan, show)).toEqual([text]);
    await expectArrow(plan);
  });

  test('nullable', async () => {
    const nullable = `Nullable(${type})`.replace(/[\\']/g, '\\$&');
    const plan = await planOf(
      `SELECT CAST(v, '${nullable}') AS c FROM (SELECT 0 AS n, CAST(${literal}, '${nullable}') AS v UNION ALL SELECT 1, NULL) ORDER BY n`
    );
    expect(await textsOf(plan, show)).toEqual([text, null]);
    await expectArrow(plan);
  });
});

test.each(notNullable)('%s from %s', async (type, literal, text) => {
  const plan = await planOf(`SELECT CAST(${literal}, '${type}') AS c`);
  expect(await textsOf(plan, 'toString(c)')).toEqual([text]);
  await expectArrow(plan);
});

test('NULL of no type', async () => {
  await expectArrow(await planOf('SELECT NULL AS c'));
});

test('states of aggregates are refused with the cast to write, and that cast works', async () => {
  const query = {
    version: 1,
    kind: 'sql',
    format: 'table',
    sql: 'SELECT sumState(number) AS `st``ate` FROM numbers(4)',
  };
  await expect(host.plan(query, panel(0, 1))).rejects.toThrow(
    unsupportedType('st`ate', 'AggregateFunction(sum, UInt64)', 'finalizeAggregation(`st\\`ate`)')
  );
  const plan = await planOf(
    'SELECT finalizeAggregation(`st\\`ate`) AS `st\\`ate` FROM (SELECT sumState(number) AS `st\\`ate` FROM numbers(4))'
  );
  expect((await host.run(plan)).rows).toEqual([[6]]);
});

describe('around the statement', () => {
  const day = "SELECT toDate('2026-01-01') AS d, 'a' AS s, 1 AS n";
  test.each([
    `${day};`,
    `${day} -- comment`,
    `${day} # comment`,
    `${day} /* comment */ ; -- x`,
    `WITH 1 AS x ${day}`,
    `(${day})`,
    `${day} LIMIT 1 SETTINGS max_threads = 1`,
    `${day} UNION ALL ${day}`,
    `\n\t${day}\n`,
  ])('%s', async (sql) => {
    const { rows } = await host.ask({ version: 1, kind: 'sql', format: 'table', sql }, panel(0, 1));
    expect(rows[0]).toEqual(['2026-01-01 00:00:00.000000000', 'a', 1]);
    const series = await host.ask({ version: 1, kind: 'sql', format: 'timeseries', sql }, panel(0, 1));
    expect(series.rows[0]).toEqual(rows[0]);
  });

  test('series come by label set and time; an empty label is unknown', async () => {
    const sql =
      "SELECT toDateTime(3 - intDiv(number, 2)) AS t, if(number % 2, nullIf('', ''), 'b') AS s, number AS n FROM numbers(6)";
    const { rows } = await host.ask({ version: 1, kind: 'sql', format: 'timeseries', sql }, panel(0, 1));
    expect(rows.map(([time, label, value]) => [String(time).slice(18, 19), label, value])).toEqual([
      ['1', 'b', 4], ['2', 'b', 2], ['3', 'b', 0], ['1', 'unknown', 5], ['2', 'unknown', 3], ['3', 'unknown', 1],
    ]); // prettier-ignore
  });

  test('the server refuses what is wrong, and the engine explains it', () => {
    const failure = { phase: 'status', status: 404, code: 47, excerpt: "Unknown expression identifier 'x'" } as const;
    const reply = handle({
      op: 'query',
      now: Date.now(),
      query: { version: 1, kind: 'sql', format: 'table', sql: 'SELECT x' },
      request: panel(0, 1),
      settings: host.settings,
      results: [{ ok: false, failure }],
    });
    expect(reply).toEqual({
      error: {
        category: 'query',
        source: 'downstream',
        status: 400,
        message: expect.stringContaining("identifier 'x'") as string,
      },
    });
  });
});
