import { describe, expect, it } from 'vitest';

import { macros } from '../../../engine/usersql/macros.ts';
import { tokenize } from '../../../engine/usersql/tokenize.ts';
import { formatted } from './format.ts';

const codeOf = (sql: string) =>
  tokenize(sql)
    .filter(({ kind }) => kind !== 'space')
    .map(({ text }) => text);

describe('formatted SQL', () => {
  it('has lines by clause', () => {
    expect(
      formatted(
        "SELECT $__timeInterval(Timestamp) AS time, count() AS n FROM $__table WHERE $__timeFilter(Timestamp) AND $__filters AND SpanAttributes['gen_ai.request.model'] IN (${model:singlequote}) GROUP BY time ORDER BY time"
      )
    ).toBe(`SELECT
  $__timeInterval(Timestamp) AS time,
  count() AS n
FROM
  $__table
WHERE
  $__timeFilter(Timestamp)
  AND $__filters
  AND SpanAttributes['gen_ai.request.model'] IN (\${model:singlequote})
GROUP BY
  time
ORDER BY
  time`);
  });

  it.each([
    ...Object.values(macros).map(({ example }) => `SELECT ${example} FROM t`),
    "SELECT '${a}', ${a:csv}, ${__from}, $a, [[a]], [[a:csv]] FROM t WHERE b IN ($c) AND d = '$e'",
    'WITH a AS (SELECT x FROM t) SELECT count(*) FROM a JOIN b ON a.x = b.x ARRAY JOIN y AS z LIMIT 1 BY x SETTINGS max_threads = 1',
    'SELECT arrayMap((x, y) -> x + y, [1, 2], [3]), t.1, quantile(0.95)(d / 1e9), d::Float64, a ? b : c FROM t FINAL PREWHERE x',
    'SELECT Attrs.gen_ai.request.model.:String, {from:Int64} FROM t -- why\n WHERE x /* so\n   long */ = 1',
    "SELECT $x$ it's  $y $x$, 'it''s \\' a', `a  b`, \"größe  😀\" FROM t",
    'SELECT sumIf(x, y) OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t',
    'SELECT toStartOfInterval(t, INTERVAL 1 hour), CASE WHEN a THEN 1 ELSE 2 END, CAST(b AS Nullable(Decimal(18, 4))) FROM s.t',
  ])('says the same, and stays as it is when formatted again: %s', (sql) => {
    const once = formatted(sql);
    expect(once).toBeDefined();
    expect(codeOf(once ?? '').map(spaceless)).toEqual(codeOf(sql).map(spaceless));
    expect(formatted(once ?? '')).toBe(once);
  });

  it.each(['SELECT (', "SELECT 'a", 'SELECT 1 FROM ((a)'])('that is not understood is none: %s', (sql) => {
    expect(formatted(sql)).toBeUndefined();
  });
});

const spaceless = (text: string) => (text.startsWith('/*') ? text.replace(/\s+/g, ' ') : text);
