import { expect, test } from 'vitest';
import { groupedColumns } from './grouped.ts';

const names = ['time', 'code', 'v'];

test.each([
  ['SELECT ts AS time, code, sum(v) AS v FROM t GROUP BY time, code', ['time', 'code']],
  ['SELECT ts AS time, code, sum(v) v FROM t GROUP BY ts, t.code', ['time', 'code']],
  ['SELECT ts time, status AS code, sum(v) v FROM t GROUP BY 1, status ORDER BY v', ['time', 'code']],
  ['SELECT ts AS time, intDiv(status, 100) AS code, sum(v) AS v FROM t GROUP BY time, intDiv( status, 100 )', ['time', 'code']], // prettier-ignore
  ['SELECT ts AS time, `co``de` AS code, sum(v) AS v FROM t GROUP BY time, `co``de` HAVING v > 1', ['time', 'code']],
  ['SELECT ts AS time, code, sum(v) AS v FROM t group by (time, "code") with totals', ['time', 'code']],
  ['SELECT ts AS time, code, sum(v) AS v FROM t GROUP BY ROLLUP(time, code)', ['time', 'code']],
  ['SELECT ts AS time, code, sum(v) AS v FROM t GROUP BY GROUPING SETS ((time, code), (time))', ['time', 'code']],
  ['SELECT code AS time, code, sum(v) AS v FROM t GROUP BY ALL', ['time', 'code']],
  ['SELECT * FROM (SELECT ts AS time, code, sum(v) AS v FROM t GROUP BY time, code)', ['time', 'code']],
  ['WITH a AS (SELECT ts AS time, code, sum(x) AS v FROM t GROUP BY 1, code) SELECT time, code, v FROM a', ['code']],
  ['SELECT time, sum(code) AS code, max(v) AS v FROM (SELECT ts AS time, code, sum(v) AS v FROM t GROUP BY time, code) GROUP BY time', ['time']], // prettier-ignore
  ['SELECT ts AS time, code, v FROM t WHERE code IN (SELECT x FROM u GROUP BY x)', []],
  ['SELECT ts AS time, code, v FROM t ORDER BY code', []],
  ["SELECT ts AS time, 1 AS code, 'GROUP BY code' AS v FROM t -- GROUP BY code", []],
  ['(SELECT ts AS time, code, sum(v) AS v FROM t GROUP BY time, code) UNION ALL (SELECT 1, 2, 3)', ['time', 'code']],
  ['SELECT DISTINCT code AS time, t.code, x.settings AS v FROM t GROUP BY time, code, v', ['time', 'code', 'v']],
])('%s', (sql, expected) => expect(groupedColumns(sql, names)).toEqual(expected));

test('brackets by the ten thousand take no time to speak of', () => {
  expect(groupedColumns(`SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)} AS code GROUP BY code`, ['code'])).toEqual([
    'code',
  ]);
});
