import { describe, expect, test } from 'vitest';
import { call, column, from, named, number, subquery, table, infix, type Select } from '../../src/engine/sql/nodes.ts';
import { print } from '../../src/engine/sql/print.ts';
import { casesOf, files, play } from '../golden/corpus.ts';

/** A trace is told from its calls, its tree and its scores at once; it is asked for by a click, and not again and again. */
const mostOf = (file: string): number => (file === 'traces' ? 128 : 64) * 1024;

test.each(files.flatMap(casesOf))('the statement of $file, $name is short', (golden) => {
  const reply = play(golden);
  const sql = 'done' in reply && 'statement' in reply.done ? reply.done.statement.sql : '';
  expect(sql.length).toBeLessThan(mostOf(golden.file));
});

describe('a query with a name', () => {
  const one = (name: string, of: Select['from']): Select =>
    named(name, { kind: 'select', columns: [{ as: 'a', value: column('a') }], from: of });
  const lines = (query: Select) => print(query).replace(/\s+/g, ' ');

  test('is written once, before those that read it and after those that it reads', () => {
    const inner = one('inner', table('t'));
    const outer = one('outer', from(inner));
    const query: Select = {
      kind: 'select',
      columns: [{ as: 'b', value: call('f', column('a')) }],
      from: from(outer),
      where: infix('IN', column('a'), subquery(inner)),
    };
    expect(lines(query)).toBe(
      'WITH _inner AS ( SELECT `a` FROM `t` ), _outer AS ( SELECT `a` FROM _inner )' +
        ' SELECT f(`a`) AS `b` FROM _outer WHERE (`a` IN _inner)'
    );
  });

  test('has a number behind it where another has its name', () => {
    const [left, right] = [one('x', table('t')), one('x', table('u'))];
    const query: Select = {
      kind: 'select',
      columns: [{ as: 'b', value: number(1) }],
      from: { kind: 'join', left: from(left), leftAs: 'l', right, rightAs: 'r', on: [['a', 'a']] },
    };
    expect(lines(query)).toBe(
      'WITH _x AS ( SELECT `a` FROM `t` ), _x_2 AS ( SELECT `a` FROM `u` )' +
        ' SELECT 1 AS `b` FROM _x AS l LEFT ANY JOIN _x_2 AS r ON l.`a` = r.`a`'
    );
  });
});
