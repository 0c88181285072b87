import { expect, test } from 'vitest';
import {
  call,
  column,
  from,
  infix,
  named,
  number,
  parameter,
  subquery,
  table,
  type Expression,
  type Select,
} from './nodes.ts';
import { Parameters } from '../compile/context/parameters.ts';
import { print } from './print.ts';

const line = (query: Select): string => print(query).replace(/\s+/g, ' ');
const ids: Select = { kind: 'select', columns: [{ as: 'id', value: column('id') }], from: table('calls') };
const select = (source: Select['from'], where?: Expression): Select => ({
  kind: 'select',
  columns: [{ as: 'id', value: column('id') }],
  from: source,
  ...(where ? { where } : {}),
});
const within = (query: Select) => infix('IN', column('id'), subquery(query));

test('what a table is asked about a subquery is asked of all shards', () => {
  expect(line(select(table('spans'), within(ids)))).toBe(
    'SELECT `id` FROM `spans` WHERE (`id` GLOBAL IN ( SELECT `id` FROM `calls` ))'
  );
  expect(line(select(table('spans'), infix('NOT IN', column('id'), subquery(named('seen', ids)))))).toBe(
    'WITH _seen AS ( SELECT `id` FROM `calls` ) SELECT `id` FROM `spans` WHERE (`id` GLOBAL NOT IN _seen)'
  );
});

test('in every clause, and within other expressions', () => {
  const printed = line({
    ...select(table('spans'), infix('OR', equalToOne, within(ids))),
    columns: [{ as: 'known', value: within(ids) }],
    prewhere: within(ids),
  });
  expect(printed.match(/GLOBAL IN/g)).toHaveLength(3);
  expect(printed).not.toMatch(/(?<!GLOBAL )IN \(/);
});

test('a join to a table is global, also below another join', () => {
  const join = (left: Select['from']): Select['from'] => ({
    kind: 'join',
    left,
    leftAs: 'l',
    right: ids,
    rightAs: 'r',
    on: [['id', 'id']],
  });
  expect(line(select(join(table('spans'))))).toContain('`spans` AS l GLOBAL LEFT ANY JOIN (');
  expect(line(select(join(join(table('spans'))))).match(/GLOBAL LEFT ANY JOIN/g)).toHaveLength(2);
  expect(line(select(join(from(ids))))).toContain(') AS l LEFT ANY JOIN (');
});

test('what is asked about gathered rows, and lists of constants, stay as they are', () => {
  expect(line(select(from(ids), within(ids)))).toBe(
    'SELECT `id` FROM ( SELECT `id` FROM `calls` ) WHERE (`id` IN ( SELECT `id` FROM `calls` ))'
  );
  expect(line(select(table('spans'), infix('IN', column('id'), { kind: 'array', items: [number(1)] })))).toBe(
    'SELECT `id` FROM `spans` WHERE (`id` IN [1])'
  );
});

test('a subquery of its own decides for itself', () => {
  const inner = select(from(ids), within(ids));
  expect(line(select(table('spans'), infix('AND', within(inner), within(ids)))).match(/GLOBAL IN|[^L] IN/g)).toEqual([
    'GLOBAL IN',
    '` IN',
    'GLOBAL IN',
  ]);
});

test('constants take the place of parameters: values quoted, lists named once, subqueries as members', () => {
  const parameters = new Parameters();
  const list = parameters.list(["it's", '\\ {p1:String}']);
  const asked = infix(
    'AND',
    infix('=', column('id'), parameters.text("a\\'b\n{p0:String}")),
    infix('<', column('at'), parameters.named('to', 'Int64', '5')),
    call('has', list, column('id')),
    call('has', list, column('other')),
    infix('IN', column('hour'), parameter('hours', 'Array(Int64)'))
  );
  const constants = { ...parameters.constants, hours: subquery(ids) };
  expect(print(select(table('spans'), asked), constants).replace(/\s+/g, ' ')).toBe(
    [
      "WITH CAST(['it\\'s', '\\\\ {p1:String}'], 'Array(String)') AS `p0` SELECT `id` FROM `spans`",
      "WHERE (`id` = 'a\\\\\\'b\\n{p0:String}') AND (`at` < CAST('5', 'Int64')) AND has(`p0`, `id`) AND has(`p0`, `other`)",
      'AND (`hour` GLOBAL IN ( SELECT `id` FROM `calls` ))',
    ].join(' ')
  );
  expect(() => print(select(table('spans'), infix('=', column('id'), parameter('p9', 'String'))), {})).toThrow('p9');
});

const equalToOne = infix('=', column('id'), number(1));
