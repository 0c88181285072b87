import { contextOf, type Context } from '../../compile/context/context.ts';
import { minuteSteps } from '../../compile/rows/minutecolumns.ts';
import { minuteSelect, minutesVersion } from '../../compile/rows/minuteselect.ts';
import { callsColumns, storedScores, type KeptFact } from '../../compile/rows/storedcolumns.ts';
import {
  call,
  column,
  equal,
  infix,
  number,
  subquery,
  table,
  text,
  type Expression,
  type Select,
} from '../../sql/nodes.ts';
import { print, quotePath, quoteText } from '../../sql/print.ts';
import { rowsToKeep } from '../fill.ts';
import { attempts, namesOf, type Filled } from './filled.ts';
import type { Premises } from './premises.ts';

/**
 * Selects the rows of the latest run: of some facts, in its hours. One row without a fact says which run it was, also where there
 * was nothing. The view that holds them has all of them or none: a refresh replaces what it had at once.
 */
export function closingSelect(filled: Filled, { census }: Premises, of: readonly KeptFact[]): string {
  const { runs } = namesOf(filled);
  const latest = (value: Expression): Expression =>
    subquery({
      kind: 'select',
      columns: [{ as: 'value', value }],
      from: table(...runs),
    });
  const last = (name: string): Expression => call('argMax', column(name), column('Run'));
  const range = (index: number): Expression => call('arrayElement', latest(last('Range')), number(index));
  const run = call('assumeNotNull', latest(call('max', column('Run'))));
  const window = {
    from: range(1),
    to: range(2),
    tier_open_from: range(1),
    tier_open_to: range(2),
    tier_open: latest(call('arrayJoin', last('Hours'))),
  };
  const context: Context = {
    ...contextOf({ ...filled, census, window: { from: 0, to: 0, step: 3600, delay: 0 } }),
    onlyOpen: true,
  };
  const facts = of.flatMap((fact): Select[] => {
    const rows = rowsToKeep(context, fact);
    return rows ? [{ ...rows, columns: inOrder([...rows.columns, { as: 'Run', value: run }]) }] : [];
  });
  const none: Select = {
    kind: 'select',
    columns: Object.entries(callsColumns()).map(([as, type]) => ({
      as,
      value: as === 'Run' ? run : call('defaultValueOfTypeName', text(type)),
    })),
    from: table('system', 'one'),
  };
  return print({ kind: 'union', all: [none, ...facts] }, { ...context.parameters.constants, ...window });
}

const inOrder = (columns: Select['columns']): Select['columns'] =>
  Object.keys(callsColumns()).flatMap((name) => columns.filter(({ as }) => as === name));

/**
 * Copies the rows of the run into the table of calls, under a number of its own each time: what a refresh that was ended has left
 * counts for nothing. Copies nothing where that is done.
 */
export function callsSelect(filled: Filled): string {
  const { closing, closingScores } = namesOf(filled);
  const columns = Object.keys(callsColumns()).map((name) => `\`${name}\``);
  const names = columns.map((name) => (name === '`Run`' ? 'run + tries AS Run' : `r.${name}`));
  return [
    ...copiedWith(filled),
    `SELECT ${names.join(', ')}`,
    'FROM (',
    [closing, closingScores]
      .map((path) => `  SELECT ${columns.join(', ')} FROM ${quotePath(path)}`)
      .join('\n  UNION ALL\n'),
    ') AS r',
    `WHERE r.Fact != '' AND r.Run = run AND whole = 0 AND tries < ${attempts}`,
  ].join('\n');
}

/** Adds up the calls of the run, once the table of calls has all its rows under one number, and nothing was added up under it. */
export function minutesSelect(filled: Filled, minutes: readonly string[]): string {
  const run = column('Run');
  const there: Select = {
    kind: 'select',
    columns: [{ as: 'Run', value: run }],
    from: table(...minutes),
    where: infix('>=', run, column('run')),
  };
  const where = infix(
    'AND',
    equal(run, column('whole')),
    infix('>=', column('Hour'), column('since')),
    infix('NOT IN', run, subquery(there))
  );
  return [...copiedWith(filled), print(minuteSelect(filled.calls, where))].join('\n');
}

/** The hours whose sums do not weigh as much as their calls, in every step: fewer were ended, and more made twice. */
const unlikeCalls = (calls: readonly string[], minutes: readonly string[]): string[] => [
  '(SELECT groupUniqArray(toInt64(intDiv(toUnixTimestamp(at), 3600))) FROM (',
  '  SELECT f, at, step FROM (',
  `    SELECT Fact AS f, Hour AS at, toUInt16(step) AS step, sum(Weight) AS c, toFloat64(0) AS m FROM ${quotePath(calls)} ARRAY JOIN [${minuteSteps.join(', ')}] AS step`,
  `    WHERE Run = whole AND Hour >= since AND Fact != ${quoteText(storedScores)} GROUP BY f, at, step`,
  '    UNION ALL',
  `    SELECT Fact, Hour, Step, toFloat64(0), sum(Weight) FROM ${quotePath(minutes)} WHERE Run = whole AND Hour >= since GROUP BY Fact, Hour, Step`,
  '  )',
  '  GROUP BY f, at, step HAVING abs(sum(c) - sum(m)) > 1e-9 * greatest(1, sum(c))',
  ')) AS unlike',
];

/** Marks the hours of the run, once the table of calls has all its rows under one number. */
export function hoursSelect(filled: Filled): string {
  const { calls, minutes, hours } = filled;
  const { runs } = namesOf(filled);
  const copied = copiedWith(filled);
  const added = minutes ? `if(has(unlike, h), '', ${quoteText(minutesVersion())})` : "''";
  return [
    ...(minutes ? [`${copied.join('\n')},`, ...unlikeCalls(calls, minutes)] : copied),
    `SELECT toDateTime(h * 3600, 'UTC') AS Hour, whole AS Run, version AS Version, spans AS Spans, n AS Rows, ${added} AS Minutes, now64(3, 'UTC') AS Marked`,
    'FROM (',
    '  SELECT h, max(v) AS version, sum(s) AS spans, sum(c) AS n',
    '  FROM (',
    `    SELECT h, s, Version AS v, 0 AS c, 1 AS isPlanned FROM ${quotePath(runs)} ARRAY JOIN Hours AS h, Spans AS s WHERE Run = run`,
    '    UNION ALL',
    `    SELECT toInt64(intDiv(toUnixTimestamp(Hour), 3600)) AS h, 0, '', count(), 0 FROM ${quotePath(calls)}`,
    '    WHERE Run = whole AND Hour >= since GROUP BY h',
    '  )',
    '  GROUP BY h',
    '  HAVING max(isPlanned) = 1',
    ')',
    `WHERE whole > 0 AND whole NOT IN (SELECT Run FROM ${quotePath(hours)} WHERE Run >= run)`,
  ].join('\n');
}

/**
 * Names for both: `run`, its number, which both views must have; `since`, its first hour; `tries`, how often its rows were copied, whole or not; `whole`, the number
 * under which all of them are there, 0 if there is none.
 */
function copiedWith(filled: Filled): string[] {
  const { calls } = filled;
  const { closing, closingScores } = namesOf(filled);
  const held = (path: readonly string[]): string =>
    `SELECT max(Run) AS r, countIf(Fact != '') AS n, minIf(Hour, Fact != '') AS first FROM ${quotePath(path)}`;
  return [
    'WITH (',
    // An hour without rows begins in 1970.
    '  SELECT [if(min(r) = max(r), max(r), 0), sum(n), toUnixTimestamp(minIf(first, n > 0))]',
    `  FROM (${held(closing)} UNION ALL ${held(closingScores)})`,
    ') AS closing,',
    '  closing[1] AS run, closing[2] AS wanted, toDateTime(closing[3]) AS since,',
    '  (',
    '    SELECT [if(count() = 0, 0, max(r) - run + 1), maxIf(r, n = wanted)]',
    `    FROM (SELECT Run AS r, count() AS n FROM ${quotePath(calls)} WHERE Run >= run AND Run < run + ${attempts} AND Hour >= since GROUP BY Run)`,
    '  ) AS copied,',
    '  copied[1] AS tries, if(wanted = 0, run, copied[2]) AS whole',
  ];
}
