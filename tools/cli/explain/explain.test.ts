import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HostSettings, Request } from '../../../src/engine/host.ts';
import { column, from, infix, named, number, subquery, table, type Select } from '../../../src/engine/sql/nodes.ts';
import { explainWithout, replyWithout } from './ask.ts';
import { meanings } from './meanings.ts';
import { partsOf } from './steps.ts';
import { explanationText } from './text.ts';

const settings: HostSettings = { url: '', database: 'otel', user: '', jsonData: {} };
const to = Date.UTC(2026, 4, 1);
const request: Request = {
  refId: 'A',
  from: to - 3_600_000,
  to,
  intervalMs: 60_000,
  maxDataPoints: 100,
  fromAlert: false,
};
const cost = { version: 1, kind: 'measure', format: 'table', measures: [{ id: 'cost' }], groupBy: ['feature'] };
const textOf = (saved: unknown) => explanationText(explainWithout(settings, saved, request), false);

describe('without a connection', () => {
  test('a query is explained for the tables of the collector', () => {
    const text = textOf(cost);
    expect(text).toContain('No connection was given');
    expect(text).toContain('OpenTelemetry Collector, Map attributes (otel-map)');
    expect(text).toContain('not taken');
    expect(text).toContain('reads table otel.otel_traces');
    expect(text).toMatch(/toFloat64\(sum\(.*_cost.*\)\) AS `cost`/);
    expect(text).toMatch(/from = \d{19}/);
    expect(text).toMatch(/cost +│ value +│ Cost +│ currencyUSD/);
  });

  test('SQL is shown with its macros expanded; its frames are known with a connection', () => {
    const text = textOf({ version: 1, kind: 'sql', format: 'table', sql: 'SELECT 1 FROM $__table' });
    expect(text).toContain('SELECT 1 FROM `otel`.`otel_traces`');
    expect(text).toContain('known only with a connection');
  });

  test.each([
    { kind: 'calls', groupBy: ['model'], columns: ['duration'], filters: [], orderBy: 'time', limit: 5 },
    { kind: 'prompt_versions', filters: [] },
    { kind: 'prompt_compare', prompt: 'p', a: 'v1', b: 'v2', filters: [] },
    { kind: 'semantic_cache', groupBy: [], filters: [] },
  ])('the statement of a query of kind $kind is told in steps', (query) => {
    const { nodes } = explainWithout(settings, { version: 1, format: 'table', ...query }, request);
    const parts = nodes ? partsOf(nodes) : [];
    expect(parts.at(-1)?.name).toBe('the answer');
    expect(parts.flatMap(({ levels }) => levels).some(({ reads }) => reads.startsWith('table otel.'))).toBe(true);
  });

  test('the example of the docs has every step that is told in words', () => {
    const example = new URL('../../../docs/examples/cost-by-feature.json', import.meta.url);
    const text = textOf(JSON.parse(readFileSync(example, 'utf8')));
    expect(text).toContain('timeseries-multi');
    // If the engine renames an output, its meaning no longer appears.
    expect(meanings.filter(([, meaning]) => !text.includes(meaning))).toEqual([]);
  });

  test('what is wrong is said in the engine’s words', () => {
    const reply = replyWithout(settings, { ...cost, measures: [{ id: 'costs' }] }, request);
    expect('error' in reply && reply.error.message).toMatch(/"costs".*cost/);
    expect(() => textOf({ ...cost, kind: undefined })).toThrow(/\w/);
  });
});

test('steps are told from the inside out, and what has a name before those that read it', () => {
  const inner: Select = named('seen', {
    kind: 'select',
    columns: [{ as: 'a', value: column('a') }],
    from: table('t'),
    where: infix('>', column('a'), number(1)),
  });
  const below: Select = { kind: 'select', columns: [{ as: 'b', value: number(2) }], from: from(inner) };
  const query: Select = {
    kind: 'select',
    columns: [
      { as: 'b', value: column('b') },
      { as: 'c', value: number(3) },
    ],
    from: from(below),
    where: infix('IN', column('b'), subquery(inner)),
    groupBy: [column('b')],
    limit: 5,
  };
  expect(partsOf(query)).toEqual([
    { name: '_seen', levels: [{ reads: 'table t', makes: [], passesOn: 1, does: ['filters'] }] },
    {
      name: 'the answer',
      levels: [
        { reads: '_seen', makes: ['b'], passesOn: 0, does: [] },
        { reads: 'the level before, _seen', makes: ['c'], passesOn: 1, does: ['filters', 'groups by 1', 'keeps 5'] },
      ],
    },
  ]);
});
