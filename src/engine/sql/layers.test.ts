import { describe, expect, test } from 'vitest';
import { array, call, column, equal, infix, lambda, number, table, text, type Select } from './nodes.ts';
import { print } from './print.ts';

const select = (more: Partial<Select>): Select => ({
  kind: 'select',
  columns: [],
  from: table('spans'),
  layers: true,
  ...more,
});
const lines = (query: Select) => print(query).replace(/\s+/g, ' ');

describe('layers', () => {
  test('what is referred to is in a SELECT below, with the columns that are still needed', () => {
    const query = select({
      columns: [
        { as: 'b', value: call('g', column('a'), column('Name')) },
        { as: 'a', value: call('f', column('Keys')) },
      ],
      prewhere: equal(column('Time'), number(1)),
      where: infix('AND', equal(column('Name'), text('x')), infix('IN', column('b'), array([number(2)]))),
    });
    expect(lines(query)).toBe(
      'SELECT g(`a`, `Name`) AS `b`, `a` FROM ( SELECT f(`Keys`) AS `a`, `Name` FROM `spans`' +
        " PREWHERE (`Time` = 1) WHERE (`Name` = 'x') ) WHERE (`b` IN [2])"
    );
  });

  test('a condition is asked as soon as it can be', () => {
    const query = select({
      columns: [
        { as: 'a', value: call('f', column('X')) },
        { as: 'b', value: call('f', column('a')) },
        { as: 'c', value: call('f', column('b')) },
      ],
      where: equal(column('a'), number(1)),
    });
    expect(lines(query)).toBe(
      'SELECT `a`, `b`, f(`b`) AS `c` FROM ( SELECT `a`, f(`a`) AS `b` FROM ( SELECT f(`X`) AS `a` FROM `spans` )' +
        ' WHERE (`a` = 1) )'
    );
  });

  test('arguments of a lambda are no columns, and a part of a column has a plain name above', () => {
    const query = select({
      columns: [
        { as: 'a', value: call('f', column('X')) },
        { as: 'b', value: call('h', lambda(['a'], call('g', column('a'))), column('Json', 'gen_ai.system')) },
        { as: 'c', value: call('f', column('a'), column('Json', 'gen_ai.system')) },
      ],
    });
    expect(lines(query)).toBe(
      'SELECT `a`, `b`, f(`a`, `Json.gen_ai.system`) AS `c` FROM ( SELECT f(`X`) AS `a`,' +
        ' h((`a`) -> g(`a`), `Json`.`gen_ai.system`) AS `b`, `Json`.`gen_ai.system` AS `Json.gen_ai.system` FROM `spans` )'
    );
  });

  test('an alias within its own expression is the column of that name', () => {
    const query = select({ columns: [{ as: 'Time', value: call('f', column('Time')) }] });
    expect(lines(query)).toBe('SELECT f(`Time`) AS `Time` FROM `spans`');
  });

  test('a SELECT with groups stays as it is', () => {
    const query = select({
      columns: [
        { as: 'a', value: call('f', column('X')) },
        { as: 'b', value: call('f', column('a')) },
      ],
      groupBy: [column('X')],
    });
    expect(lines(query)).toBe('SELECT f(`X`) AS `a`, f(`a`) AS `b` FROM `spans` GROUP BY `X`');
  });

  test('a step ends where nothing refers to it any more', () => {
    const query = select({
      columns: [
        { as: 'a', value: call('f', column('X')), step: true },
        { as: 'b', value: call('f', column('a')) },
        { as: 'unused', value: call('f', column('Y')), step: true },
      ],
    });
    expect(lines(query)).toBe('SELECT f(`a`) AS `b` FROM ( SELECT f(`X`) AS `a` FROM `spans` )');
  });
});
