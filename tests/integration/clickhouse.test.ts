import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClickHouse } from '../../tools/clickhouse/start.ts';
import { startClickHouse } from '../../tools/clickhouse/start.ts';

// Tests the embedded server against the contract of ClickHouse's HTTP interface.

const TIMEOUT = 60_000;
const NASTY = [
  "it's",
  'back\\slash',
  'tab\there',
  'line\nbreak',
  "'; DROP TABLE x --",
  '😀 é',
  '\\N',
  '',
  'cr\r',
  '`"{}',
];

let server: ClickHouse;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  server = await startClickHouse();
  client = createClient({ url: server.url });
}, TIMEOUT);

afterAll(async () => {
  await client.close();
  await server.close();
}, TIMEOUT);

function post(query: string, params: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server.url}/?${new URLSearchParams(params)}`, { method: 'POST', body: query, ...init });
}

async function text(query: string, params: Record<string, string> = {}): Promise<string> {
  return (await post(query, params)).text();
}

async function failure(response: Response): Promise<[status: number, code: string | null, body: string]> {
  return [response.status, response.headers.get('x-clickhouse-exception-code'), await response.text()];
}

describe('requests and responses', { timeout: TIMEOUT }, () => {
  test('ping', async () => {
    expect(await (await fetch(`${server.url}/ping`)).text()).toBe('Ok.\n');
    expect(await client.ping()).toEqual({ success: true });
  });

  test('a query in the body, in the URL and in both', async () => {
    expect(await text('SELECT 1, 2')).toBe('1\t2\n');
    expect(await (await fetch(`${server.url}/?query=SELECT+3`)).text()).toBe('3\n');
    expect(await text('+ 1', { query: 'SELECT 1' })).toBe('2\n');
  });

  test('headers and summary', async () => {
    const response = await post('SELECT number FROM numbers(10)', { query_id: 'my-id' });
    expect(response.headers.get('x-clickhouse-query-id')).toBe('my-id');
    expect(response.headers.get('x-clickhouse-format')).toBe('TabSeparated');
    expect(response.headers.get('content-type')).toBe('text/tab-separated-values; charset=UTF-8');
    expect(response.headers.get('x-clickhouse-timezone')).toBeTruthy();
    const summary = JSON.parse(response.headers.get('x-clickhouse-summary') ?? '') as Record<string, string>;
    expect(summary).toMatchObject({ read_rows: '10', read_bytes: '80' });
    expect(Number(summary['elapsed_ns'])).toBeGreaterThan(0);
  });

  test('format by clause, parameter and header', async () => {
    const byClause = await post('SELECT 1 AS a FORMAT JSONEachRow');
    expect(await byClause.text()).toBe('{"a":1}\n');
    expect(byClause.headers.get('x-clickhouse-format')).toBe('JSONEachRow');
    expect(await text('SELECT 1 AS a', { default_format: 'CSVWithNames' })).toBe('"a"\n1\n');
    expect(
      await (await post('SELECT 1', {}, { headers: { 'X-ClickHouse-Format': 'JSONCompactEachRow' } })).text()
    ).toBe('[1]\n');
  });

  test('a large ArrowStream is whole', async () => {
    const response = await post('SELECT number, toString(number) AS s FROM numbers(1000000) FORMAT ArrowStream', {
      output_format_arrow_compression_method: 'none',
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 4).toString('hex')).toBe('ffffffff');
    expect(bytes.subarray(-8).toString('hex')).toBe('ffffffff00000000');
    expect(bytes.length).toBe(Number(response.headers.get('content-length')));
  });

  test('gzip both ways', async () => {
    const plain = await post('SELECT 1', {}, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    const zipped = await post('SELECT 1', { enable_http_compression: '1' }, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(await zipped.text()).toBe('1\n');
    const sent = await post(
      '',
      {},
      { body: new Uint8Array(gzipSync('SELECT 5')), headers: { 'Content-Encoding': 'gzip' } }
    );
    expect(await sent.text()).toBe('5\n');
  });

  test('multipart fields, larger than a URL may be', async () => {
    const form = new FormData();
    const long = 'é\\\\'.repeat(50_000);
    form.set('query', 'SELECT length({x:String}), {y:Int64}');
    form.set('param_x', long);
    form.set('param_y', '-7');
    expect(await (await post('', {}, { body: form })).text()).toBe('150000\t-7\n');
  });
});

describe('inserts', { timeout: TIMEOUT }, () => {
  test('rows through the client', async () => {
    await client.command({ query: 'CREATE TABLE t (a Int64, s String) ENGINE = MergeTree ORDER BY a' });
    const values = NASTY.map((s, a) => ({ a, s }));
    const { summary } = await client.insert({ table: 't', values, format: 'JSONEachRow' });
    expect(summary?.written_rows).toBe(String(NASTY.length));
    const rows = await (await client.query({ query: 'SELECT * FROM t ORDER BY a', format: 'JSONEachRow' })).json();
    expect(rows).toEqual(values.map(({ a, s }) => ({ a, s })));
  });

  test('rows in the body, with columns, settings and binary formats', async () => {
    await text('CREATE TABLE u (a Int64, s String) ENGINE = Memory');
    await text('{"a":1,"s":"x;\\ny"}\n', { query: 'INSERT INTO u (a, s) FORMAT JSONEachRow' });
    await text("INSERT INTO u VALUES (2, 'a;b')");
    await text('INSERT INTO u SETTINGS input_format_skip_unknown_fields = 1 FORMAT JSONEachRow\n{"a":3,"z":1}');
    await text('INSERT INTO u FORMAT TSV\n4\ttab\n');
    const native = await post("SELECT toInt64(5) AS a, 'native' AS s FORMAT Native");
    await post('', { query: 'INSERT INTO u FORMAT Native' }, { body: await native.arrayBuffer() });
    await text(`INSERT INTO u VALUES ${Array.from({ length: 50_000 }, () => "(6, 'many')").join()}`);
    expect(await text('SELECT count() FROM u WHERE a = 6')).toBe('50000\n');
    expect(await text('SELECT a, s FROM u WHERE a < 6 ORDER BY a')).toBe('1\tx;\\ny\n2\ta;b\n3\t\n4\ttab\n5\tnative\n');
  });

  test('a bad row is an error and nothing is written', async () => {
    await text('CREATE TABLE v (a Int64) ENGINE = Memory');
    expect(await failure(await post('INSERT INTO v FORMAT JSONEachRow\n{"a":"x"}'))).toMatchObject([
      400,
      '27',
      /at row 1/,
    ]);
    expect(await text('SELECT count() FROM v')).toBe('0\n');
  });
});

describe('parameters', { timeout: TIMEOUT }, () => {
  async function select(expression: string, x: unknown): Promise<unknown> {
    const query = `SELECT ${expression} AS v`;
    const result = await client.query({ query, query_params: { x }, format: 'JSONEachRow' });
    return (await result.json<{ v: unknown }>())[0]?.v;
  }

  test('strings of every kind come back as they went', async () => {
    for (const value of NASTY) {
      expect(await select('{x:String}', value)).toBe(value);
    }
    expect(await select('{x:Array(String)}', NASTY)).toEqual(NASTY);
    expect(await select('{x:Map(String, String)}', Object.fromEntries(NASTY.map((s) => [s, s])))).toEqual(
      Object.fromEntries(NASTY.map((s) => [s, s]))
    );
  });

  test('the other types', async () => {
    expect(await select('{x:Int64}', -42)).toBe(-42);
    expect(await select('{x:Float64}', 0.5)).toBe(0.5);
    expect(await select('{x:DateTime64(9)}', '2026-01-02 03:04:05.123456789')).toBe('2026-01-02 03:04:05.123456789');
    expect(await select('{x:Nullable(String)}', null)).toBeNull();
    expect(await select('{x:Nullable(String)}', 'NULL')).toBe('NULL');
    expect(await select('(SELECT count() FROM system.{x:Identifier})', 'one')).toBe(1);
  });

  test('a missing or malformed parameter is an error', async () => {
    expect((await failure(await post('SELECT {x:Int64}')))[1]).toBe('456');
    expect((await failure(await post('SELECT {x:Int64}', { param_x: 'one' })))[1]).toBe('457');
  });

  test('many at once do not mix', async () => {
    const values = Array.from({ length: 60 }, (_, i) => `value ${i}`);
    expect(await Promise.all(values.map((value) => select('{x:String}', value)))).toEqual(values);
  });
});

describe('errors', { timeout: TIMEOUT }, () => {
  test.each([
    [
      'unknown table',
      'SELECT * FROM nope',
      {},
      404,
      '60',
      /^Code: 60\. DB::Exception: .*\(UNKNOWN_TABLE\) \(version [\d.]+\)\n$/s,
    ],
    ['unknown column', 'SELECT nope', {}, 404, '47', /UNKNOWN_IDENTIFIER/],
    ['syntax', 'SELEC 1', {}, 400, '62', /SYNTAX_ERROR/],
    ['empty', '', {}, 400, '62', /Empty query/],
    ['several statements', 'SELECT 1; SELECT 2', {}, 400, '62', /Multi-statements/],
    ['unknown setting', 'SELECT 1', { no_such_setting: '1' }, 404, '115', /UNKNOWN_SETTING/],
    ['unknown database', 'SELECT 1', { database: 'nope' }, 404, '81', /UNKNOWN_DATABASE/],
    ['write with readonly', 'CREATE TABLE w (a Int8) ENGINE = Memory', { readonly: '1' }, 500, '164', /READONLY/],
    ['time limit', 'SELECT count() FROM system.numbers', { max_execution_time: '1' }, 408, '159', /TIMEOUT_EXCEEDED/],
    [
      'memory limit',
      'SELECT groupArray(number) FROM numbers(9999999)',
      { max_memory_usage: '1000000' },
      500,
      '241',
      /MEMORY/,
    ],
  ])('%s', async (_name, query, params, status, code, message) => {
    const [gotStatus, gotCode, body] = await failure(await post(query, params as Record<string, string>));
    expect([gotStatus, gotCode]).toEqual([status, code]);
    expect(body).toMatch(message);
  });

  test('GET may not write', async () => {
    const response = await fetch(`${server.url}/?query=${encodeURIComponent('CREATE DATABASE d')}`);
    expect((await failure(response)).slice(0, 2)).toEqual([500, '164']);
    expect(await (await fetch(`${server.url}/?query=SELECT+1&max_threads=1`)).text()).toBe('1\n');
  });

  test('a semicolon in a string or comment, or at the end, is one statement', async () => {
    expect(await text("SELECT ';', 1 /* ; */; -- ;\n;")).toBe(';\t1\n');
  });
});

describe('isolation and concurrency', { timeout: TIMEOUT }, () => {
  test('settings, parameters and database last for one request', async () => {
    const query = "SELECT getSetting('max_threads') = 3, currentDatabase()";
    const params = { max_threads: '3', database: 'system', param_x: '1' };
    expect(await text(query, params)).toBe('1\tsystem\n');
    for (let i = 0; i < 10; i++) {
      expect(await text(query)).toBe('0\tdefault\n');
      expect(await text('SELECT {x:String}')).toContain('UNKNOWN_QUERY_PARAMETER');
    }
  });

  test('a quick query does not wait for slow ones', async () => {
    const order: string[] = [];
    const slow = Array.from({ length: 4 }, () => text('SELECT sleep(2)').then(() => order.push('slow')));
    await new Promise((done) => setTimeout(done, 300));
    await text('SELECT 1').then(() => order.push('quick'));
    await Promise.all(slow);
    expect(order[0]).toBe('quick');
  });

  test('more queries than may run at once all finish', async () => {
    const results = await Promise.all(Array.from({ length: 40 }, (_, i) => text(`SELECT ${i}, sleep(0.02)`)));
    expect(results).toEqual(results.map((_, i) => `${i}\t0\n`));
  });

  test('a query ends when its client leaves, and KILL QUERY finds it by query_id', async () => {
    const endless = 'SELECT sum(sipHash64(number)) FROM system.numbers';
    const count = `SELECT count() FROM system.processes WHERE query LIKE 'SELECT sum(sipHash64%'`;
    const until = async (wanted: string): Promise<void> => {
      await expect.poll(() => text(count), { timeout: 20_000 }).toBe(`${wanted}\n`);
    };
    const client = new AbortController();
    const left = post(endless, {}, { signal: client.signal }).catch(() => 'left');
    await until('1');
    client.abort();
    expect(await left).toBe('left');
    await until('0');
    const killed = post(endless, { query_id: "it's mine" });
    await until('1');
    expect((await failure(await post('SELECT 1', { query_id: "it's mine" })))[1]).toBe('216');
    await text("KILL QUERY WHERE query_id = 'it\\'s mine' ASYNC");
    expect((await failure(await killed))[1]).toBe('394');
  });
});

describe('start and stop', { timeout: TIMEOUT }, () => {
  test('passwords, readonly users and data that outlive a restart', async () => {
    const data = await mkdtemp(join(tmpdir(), 'clickhouse-test-'));
    const first = await startClickHouse({ data });
    const create = 'CREATE TABLE kept ENGINE = MergeTree ORDER BY n AS SELECT number AS n FROM numbers(7)';
    expect((await fetch(first.url, { method: 'POST', body: create })).status).toBe(200);
    await expect(startClickHouse({ port: first.port })).rejects.toThrow(/port \d+ is in use/);
    await first.close();

    const second = await startClickHouse({ data, user: 'reader', password: 'sécret:1', readonly: 1 });
    const url = second.url;
    const basic = { Authorization: `Basic ${Buffer.from('reader:sécret:1').toString('base64')}` };
    const body = 'SELECT count() FROM kept WHERE n >= {min:Int64}';
    const headers = { 'X-ClickHouse-User': 'reader', 'X-ClickHouse-Key': 'wrong' };
    expect((await failure(await fetch(url, { method: 'POST', body, headers }))).slice(0, 2)).toEqual([403, '516']);
    expect((await failure(await fetch(url, { method: 'POST', body }))).slice(0, 2)).toEqual([403, '516']);
    expect(await (await fetch(`${url}/?param_min=2`, { method: 'POST', body, headers: basic })).text()).toBe('5\n');
    const byUrl = new URLSearchParams({ user: 'reader', password: 'sécret:1', param_min: '0' });
    expect(await (await fetch(`${url}/?${byUrl}`, { method: 'POST', body })).text()).toBe('7\n');
    const changed = await fetch(`${url}/?param_min=2&max_threads=1`, { method: 'POST', body, headers: basic });
    expect((await failure(changed)).slice(0, 2)).toEqual([500, '164']);
    await second.close();
    await rm(data, { recursive: true });
  });
});
