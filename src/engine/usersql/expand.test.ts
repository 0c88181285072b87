import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandedTooLong, macroArguments, nestedTooDeeply, unknownMacro } from '../messages.ts';
import { expandMacros } from './expand.ts';
import { macros } from './macros.ts';
import { tokenize } from './tokenize.ts';

const context = { step: 60, table: '`otel`.`otel_traces`' };
const expanded = (sql: string) => expandMacros(tokenize(sql), context);
const from = 'fromUnixTimestamp64Milli({from:Int64})';
const to = 'fromUnixTimestamp64Milli({to:Int64})';

describe('expandMacros', () => {
  test.each([
    ['$__timeFilter(Timestamp)', `(Timestamp >= ${from} AND Timestamp < ${to})`],
    ['$__timeFilter ( a.b )', `(a.b >= ${from} AND a.b < ${to})`],
    ['$__timeFilter_ms(t)', `(t >= ${from} AND t < ${to})`],
    ['$__dateFilter(d)', `(d >= toDate(${from}) AND d <= toDate(fromUnixTimestamp64Milli({to:Int64} - 1)))`],
    ['$__timeInterval(t)', 'toStartOfInterval(toDateTime(t), INTERVAL 60 second)'],
    ['$__timeInterval_ms(t)', 'toStartOfInterval(toDateTime64(t, 3), INTERVAL 60000 millisecond)'],
    ['$__fromTime', 'toDateTime(intDiv({from:Int64}, 1000))'],
    ['$__toTime()', 'toDateTime(intDiv({to:Int64}, 1000))'],
    ['$__fromTime + 1', 'toDateTime(intDiv({from:Int64}, 1000)) + 1'],
    ['$__interval_s', '60'],
    ['$__timeFilter(t) AND $__filters()', `(t >= ${from} AND t < ${to}) AND $__filters`],
    ['FROM $__table AS t', 'FROM `otel`.`otel_traces` AS t'],
    ['$__timeFilter(toDateTime(x, (1, 2)))', `(toDateTime(x, (1, 2)) >= ${from} AND toDateTime(x, (1, 2)) < ${to})`],
    ["$__timeFilter(f(')', a[1, 2]))", `(f(')', a[1, 2]) >= ${from} AND f(')', a[1, 2]) < ${to})`],
    ['$__timeInterval(least(t, $__toTime_ms))', `toStartOfInterval(toDateTime(least(t, ${to})), INTERVAL 60 second)`],
    [
      '$__timeInterval(max($__timeInterval(t)))',
      'toStartOfInterval(toDateTime(max(toStartOfInterval(toDateTime(t), INTERVAL 60 second))), INTERVAL 60 second)',
    ],
  ])('%s', (sql, expected) => expect(expanded(sql)).toBe(expected));

  test.each([
    "'$__table'",
    '"$__table"',
    '`$__table`',
    '-- $__table',
    '/* $__table */',
    '# $__table',
    '$x$ $__table $x$',
    "'it''s $__table'",
    "'\\'$__table'",
    'a$__table',
    '${__from}',
    '$1',
  ])('%s stays as it is', (sql) => expect(expanded(sql)).toBe(sql));

  test.each([
    '$__nope',
    '$__timeFilte(x)',
    '$__tables',
    '$__constructor',
    '$__interval',
    '$__timefilter(x)',
    '$__table😀',
  ])('%s is unknown', (sql) => {
    const name = /^[^(]+/.exec(sql)?.[0] ?? '';
    expect(() => expanded(sql)).toThrow(unknownMacro(name, Object.keys(macros)));
  });

  test.each([
    ['$__timeFilter', 0],
    ['$__timeFilter()', 0],
    ['$__timeFilter( )', 0],
    ['$__timeFilter(a, b)', 2],
    ['$__timeFilter(a', 0],
    ['$__timeFilter, b)', 0],
  ])('%s has the wrong arguments', (sql, given) =>
    expect(() => expanded(sql)).toThrow(macroArguments('$__timeFilter', '$__timeFilter(Timestamp)', given))
  );

  test.each(['$__interval_s,', '$__interval_s(', '$__interval_s /**/', '$__fromTime() ', '$__timeFilter(a) '])(
    'a long text is expanded in one pass: %s',
    { timeout: 20_000 },
    (unit) => {
      try {
        expect(expanded(unit.repeat(1_000_000 / unit.length))).not.toContain('$');
      } catch (thrown) {
        expect((thrown as Error).message).toBe(expandedTooLong(1024));
      }
    }
  );

  test.each([12, 20, 99])('macros nested %d deep do not grow beyond a limit', (depth) => {
    const nested = '$__timeFilter('.repeat(depth) + 'a' + ')'.repeat(depth);
    if (depth < 13) {
      expect(expanded(nested).length).toBeLessThan(1024 * 1024);
    } else {
      expect(() => expanded(nested)).toThrow(expandedTooLong(1024));
    }
    expect(() =>
      expanded(
        Array(400)
          .fill(`$__timeFilter(${'$__timeFilter('.repeat(8)}a${')'.repeat(9)}`)
          .join()
      )
    ).toThrow(expandedTooLong(1024));
  });

  test('macros are not nested without end', () => {
    const nested = (depth: number) => '$__timeInterval('.repeat(depth) + 'a' + ')'.repeat(depth);
    expect(expanded(nested(100))).toContain('a');
    expect(() => expanded(nested(101))).toThrow(nestedTooDeeply(100));
  });

  test('examples are what they say', () => {
    for (const { example } of Object.values(macros)) {
      expect(expanded(example).replace('$__filters', '')).not.toContain('$');
    }
  });

  const quoted = fc
    .string()
    .chain((text) =>
      fc.constantFrom(
        "'" + text.replace(/[\\']/g, '\\$&') + "'",
        '"' + text.replace(/[\\"]/g, '\\$&') + '"',
        '`' + text.replace(/[\\`]/g, '\\$&') + '`',
        `/*${text.replace(/\*\//g, '')} */`,
        `--${text.replace(/\n/g, '')}\n`
      )
    );

  test('what is quoted is never touched, whatever is in it', () => {
    fc.assert(
      fc.property(quoted, fc.constantFrom(...Object.keys(macros)), (around, macro) => {
        const middle = Math.floor(around.length / 2);
        const sql = /[\\'"`*/-]/.test(around.slice(middle - 1, middle + 1))
          ? around
          : around.slice(0, middle) + macro + around.slice(middle);
        expect(expanded(`SELECT ${sql} , 1`)).toBe(`SELECT ${sql} , 1`);
      }),
      { numRuns: 2_000 }
    );
  });
});
