import { contextOf } from '../../compile/context/context.ts';
import { minutesVersion } from '../../compile/rows/minuteselect.ts';
import { storedVersion } from '../../compile/rows/storedversion.ts';
import { call, column, infix, number, type Expression } from '../../sql/nodes.ts';
import { print, quotePath, quoteText } from '../../sql/print.ts';
import { hourCounts } from '../hourcounts.ts';
import { attempts, namesOf, type Filled } from './filled.ts';
import { guardSelects } from './guard.ts';
import type { Premises } from './premises.ts';

/** Hours for which spans that come late make an hour be filled again. */
export const lateHours = 48;

/** Seconds after which an hour that is over may be filled. */
const settling = 900;

/** The most hours that a run fills, so that what is read at once stays small. */
const hoursARun = 6;

/**
 * Says which hours a run fills: those of the last two days that are over and not marked, or of which spans came late, the newest
 * first and a few at once, less those that the guard leaves open. It is one row, also if there is nothing to do.
 */
export function runsSelect(filled: Filled, premises: Premises): string {
  const { hours } = filled;
  const { selects, parameters } = guardSelects(filled, premises);
  const constants = { ...parameters.constants, due: column('due_hours') };
  return [
    `WITH (\n${dueSelect(filled)}\n) AS due, due.1 AS due_hours`,
    'SELECT',
    `  greatest(toUInt64(toUnixTimestamp64Milli(now64(3))), (SELECT intDiv(max(Run), ${attempts}) + 1 FROM ${quotePath(hours)})) * ${attempts} AS Run,`,
    "  now64(3, 'UTC') AS Planned,",
    `  ${versionOf(filled)} AS Version,`,
    '  if(empty(Hours), [0, 0], [arrayMin(Hours) * 3600000000000, (arrayMax(Hours) + 1) * 3600000000000]) AS Range,',
    '  groupArrayIf(h, empty(why)) AS Hours, groupArrayIf(spans, empty(why)) AS Spans,',
    '  groupArrayIf(h, notEmpty(why)) AS Open, groupArrayIf(spans, notEmpty(why)) AS OpenSpans,',
    '  groupArrayIf(why, notEmpty(why)) AS Why',
    'FROM (',
    '  SELECT h, sum(spans) AS spans, arraySort(groupUniqArrayArray(why)) AS why',
    '  FROM (',
    `    SELECT one.1 AS h, one.2 AS spans, 1 AS isDue, CAST([], 'Array(String)') AS why`,
    '    FROM (SELECT arrayJoin(arrayZip(due.1, due.2)) AS one)',
    ...selects.map(
      (select) =>
        `    UNION ALL\n    SELECT h, 0 AS spans, 0 AS isDue, why\n    FROM (\n${print(select, constants)}\n    )`
    ),
    '  )',
    '  GROUP BY h',
    '  HAVING max(isDue) > 0',
    ')',
  ].join('\n');
}

/** The hours that are due, and their spans, as a tuple of two lists. They are counted before any span is read: what comes later is late. */
function dueSelect(filled: Filled): string {
  const { hours } = filled;
  const { runs } = namesOf(filled);
  const isOwn = [
    `Version = ${versionOf(filled)}`,
    ...(filled.minutes ? [`Minutes = ${quoteText(minutesVersion())}`] : []),
  ].join(' AND ');
  const nothing = '0 AS spans, 0 AS isMarked, 0 AS own, 0 AS latest, 0 AS isOpen, 0 AS openSpans';
  return [
    'SELECT (groupArray(h), groupArray(n))',
    'FROM (',
    '  SELECT * FROM (',
    '  SELECT *,',
    // A score counts when it was given, which may be in the hour after that of its late span.
    '    lagInFrame(marked AND n > lastOwn, 1, 0) OVER (ORDER BY h ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS isAfterLate',
    '  FROM (',
    '  SELECT h, sum(spans) AS n, max(isMarked) AS marked, max(own) AS lastOwn, max(latest) AS most, max(isOpen) AS leftOpen, max(openSpans) AS seen',
    '  FROM (',
    `    SELECT arrayJoin(range(toInt64(${firstHour}), toInt64(${endHour}))) AS h, ${nothing}`,
    '    UNION ALL',
    `    SELECT h, spans, 0, 0, 0, 0, 0 FROM (\n${countsSelect(filled)}\n    )`,
    '    UNION ALL',
    `    SELECT toInt64(intDiv(toUnixTimestamp(Hour), 3600)) AS h, 0, max(${isOwn}), argMaxIf(Spans, Run, ${isOwn}), argMax(Spans, Run), 0, 0`,
    `    FROM ${quotePath(hours)} WHERE Hour >= toDateTime(${firstHour} * 3600) GROUP BY Hour`,
    '    UNION ALL',
    '    SELECT h, 0, 0, 0, 0, 1, argMax(s, Run)',
    `    FROM ${quotePath(runs)} ARRAY JOIN Open AS h, OpenSpans AS s GROUP BY h`,
    '  )',
    '  GROUP BY h',
    '  ))',
    // What is gone is not filled again, and what was left open is not looked at again while nothing is added to it.
    '  WHERE n >= most AND (marked = 0 OR n > lastOwn OR isAfterLate) AND (leftOpen = 0 OR n != seen)',
    `    AND h >= ${firstHour} AND h < ${endHour}`,
    '  ORDER BY h DESC',
    `  LIMIT ${hoursARun}`,
    ')',
  ].join('\n');
}

const firstHour = `intDiv(toUnixTimestamp(now()) - ${lateHours * 3600}, 3600)`;
const endHour = `intDiv(toUnixTimestamp(now()) - ${settling}, 3600)`;

/** How many spans and scores there are of each hour. */
function countsSelect({ source, settings }: Filled): string {
  const context = contextOf({ source, settings, census: null, window: { from: 0, to: 0, step: 3600, delay: 0 } });
  return print(hourCounts(context), {
    ...context.parameters.constants,
    from: startOf(lateHours * 3600),
    to: startOf(settling),
  });
}

/** Nanoseconds at which the hour so many seconds ago started. */
const startOf = (seconds: number): Expression =>
  infix(
    '*',
    call('toInt64', call('intDiv', infix('-', call('toUnixTimestamp', call('now')), number(seconds)), number(3600))),
    number(3.6e12)
  );

const versionOf = ({ settings, source }: Filled): string => quoteText(storedVersion(settings, source));
