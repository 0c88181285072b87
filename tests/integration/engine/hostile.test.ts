import { afterAll, beforeAll, expect, test } from 'vitest';
import { isDimension } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { FilterOperator } from '../../../src/engine/query/model.ts';
import { hostile, inChunks } from './hostile.ts';
import { from, load, log, span, t0 } from './rows.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Uses ten thousand texts with a meaning to some parser, wherever a query takes a text: they must only be compared.

const values = hostile(7_400);
const keys = hostile(104, (text) => isDimension(`attr:${text}`));
// The embedded server's form parser drops a byte order mark before a value; ClickHouse's does not.
const names = hostile(2_500, (text) => text.length <= 200 && !text.startsWith('\ufeff'));
const isStored = (_: string, index: number) => index % 2 === 0;
const stored = values.filter(isStored);
const keysAtOnce = 8;
const middle = from + 60_000;
let host: Host;

beforeAll(async () => {
  host = await startHost();
  host.settings.jsonData['sql'] = 'all';
  const chat = { 'gen_ai.operation.name': 'chat' };
  await load(host.url, 'otel', {
    spans: [
      ...stored.map((feature) => span(middle, { ...chat, 'app.feature': feature }, { ServiceName: 'values' })),
      // Each span has a part of the keys, with their index as value.
      ...inChunks(keys, keysAtOnce).map((own, index) =>
        span(
          middle,
          { ...chat, ...Object.fromEntries(own.map((key, place) => [key, `v${place}`])) },
          { ServiceName: `keys ${index}` }
        )
      ),
    ],
    logs: names
      .filter(isStored)
      .map((name) => log(middle, undefined, { 'gen_ai.evaluation.name': name, 'gen_ai.evaluation.score.value': '1' })),
  });
  await host.command('CREATE TABLE otel.canary (name String) ENGINE = MergeTree ORDER BY name');
  await host.command("INSERT INTO otel.canary VALUES ('alive')");
});

afterAll(async () => {
  await host.close();
});

async function featuresBy(operator: FilterOperator, own: readonly string[]): Promise<string[]> {
  const plan = await host.plan(
    {
      version: 1,
      kind: 'measure',
      format: 'table',
      measures: [{ id: 'requests' }],
      groupBy: ['feature'],
      filters: [
        { dimension: 'service', operator: 'in', values: ['values'] },
        { dimension: 'feature', operator, values: own },
      ],
    },
    panel(from, t0)
  );
  const { rows } = await host.run(plan);
  withSql(plan, () => expect(rows.every(([, count]) => count === 1)).toBe(true));
  return rows.map(([feature]) => String(feature)).sort();
}

const escaped = (value: string) =>
  [...value].map((letter) => (/[A-Za-z0-9]/.test(letter) ? letter : `\\x{${hex(letter)}}`)).join('');
const hex = (letter: string) => (letter.codePointAt(0) ?? 0).toString(16);

test('values of filters', async () => {
  for (const own of inChunks(values, 500)) {
    const wanted = new Set(own);
    const within = stored.filter((feature) => wanted.has(feature)).sort();
    expect(await featuresBy('in', own)).toEqual(within);
  }
  const first = values.slice(0, 500);
  const left = stored.filter((feature) => !first.includes(feature)).sort();
  expect(await featuresBy('not_in', first)).toEqual(left);
});

test('values as expressions', async () => {
  const own = values.slice(0, 200);
  const within = stored.filter((feature) => own.includes(feature)).sort();
  // RE2's \x{...} supports no surrogates, and our patterns contain no NUL.
  expect(
    await featuresBy(
      'matches',
      own.map((value) => `^${escaped(value)}$`)
    )
  ).toEqual(within);
});

test('keys of attributes', async () => {
  const chunks = inChunks(keys, keysAtOnce);
  for (const [index, own] of chunks.entries()) {
    const filters = own.map((key, place) => ({ dimension: `attr:${key}`, operator: 'in', values: [`v${place}`] }));
    const query = {
      version: 1,
      kind: 'measure',
      format: 'table',
      measures: [{ id: 'requests' }],
      groupBy: ['service'],
    };
    const plan = await host.plan({ ...query, filters }, panel(from, t0));
    const { rows } = await host.run(plan);
    withSql(plan, () => expect(rows).toEqual([[`keys ${index}`, 1]]));
  }
});

test('names of evaluations', async () => {
  for (const own of inChunks(names, 100)) {
    const measures = own.map((evaluation, place) => ({ id: 'score_count', evaluation, name: `m${place}` }));
    const plan = await host.plan({ version: 1, kind: 'measure', format: 'table', measures }, panel(from, t0));
    const { rows } = await host.run(plan);
    const wrong = own.filter((name, place) => rows[0]?.[place] !== Number(isStored(name, names.indexOf(name))));
    withSql(plan, () => expect(wrong).toEqual([]));
  }
});

test('nothing else happened', async () => {
  expect((await host.command('SELECT name FROM otel.canary FORMAT TSV')).trim()).toBe('alive');
  const tables = (await host.command('SHOW TABLES FROM otel FORMAT TSV')).trim().split('\n');
  expect(tables.filter((name) => !/^otel_|^demo_/.test(name))).toEqual(['canary']);
});
