import { describe, expect, test } from 'vitest';
import { inlined } from './inline.ts';
import { call, column, infix, lambda, number, over, type Output } from './nodes.ts';
import { printExpression } from './print.ts';

const outputs: Output[] = [
  { as: 'a', value: call('f', column('raw')) },
  { as: 'b', value: infix('+', column('a'), column('a')), step: true },
  { as: 'raw', value: call('lower', column('raw')) },
];
const written = (value: Parameters<typeof inlined>[0]) => printExpression(inlined(value, outputs));

describe('inlined', () => {
  test('outputs are written over the columns that they read', () => {
    expect(written(column('b'))).toBe('(f(lower(`raw`)) + f(lower(`raw`)))');
  });

  test('arguments of lambdas and parts of columns stay', () => {
    expect(written(call('g', lambda(['a'], infix('=', column('a'), column('b'))), column('a', 'x')))).toBe(
      'g((`a`) -> (`a` = (f(lower(`raw`)) + f(lower(`raw`)))), `a`.`x`)'
    );
  });

  test('what needs other rows is no condition over one', () => {
    expect(() => written(over(call('max', number(1)), [], []))).toThrow('one row');
  });
});
