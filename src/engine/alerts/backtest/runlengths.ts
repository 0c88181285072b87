import { timeColumn } from '../../compile/measures/aggregate.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  nothing,
  number,
  over,
  same,
  type Expression,
  type Select,
} from '../../sql/nodes.ts';
import type { Condition } from './condition.ts';
import { firing, type Run, type Series, type Span, type Symbol } from './runs.ts';
import type { Schedule, Sliding } from './schedule.ts';
import { symbolOf } from './symbols.ts';

/** What to compute from the values: the condition first, followed by the same with other numbers. */
export interface Asked {
  conditions: readonly Condition[];
  /** The queries' columns, by refId. */
  columns: Readonly<Record<string, string>>;
  chart: { refId: string; size: number; lowest: boolean } | null;
}

/** The number of instances to draw. */
const mostDrawn = 20;

const at = '_from';
const until = '_to';
const symbols = '_symbols';
const drawn = '_drawn';
const changed = '_changed';
const run = '_run';
const place = '_place';

/**
 * Selects run lengths of the condition's symbols, one row per label set: labels, runs `(from, to, symbol, peak)`, the chart's
 * points `(place, value)`, and the changes of each other condition `(condition, from, symbol)`. Ticks are given by index.
 *
 *   values     columns of the query, one row per label set and window
 *     │ cells    the window's ticks, and the symbol of each condition
 *     │ changes  which symbols differ from the previous window
 *     │ runs     cells with the same symbol, split where the chart needs points
 *   one row per label set
 */
export function runsOf(
  values: Select,
  groupBy: readonly string[],
  schedule: Schedule,
  sliding: Sliding,
  asked: Asked
): Select {
  const groups = groupBy.map((id) => column(id));
  const runs = runLengths(changes(cells(values, groupBy, schedule, sliding, asked), groupBy), groupBy, asked);
  const sorted = (...parts: Expression[]) => call('arraySort', call('groupArray', call('tuple', ...parts)));
  const peaks = call(asked.chart?.lowest ? 'min' : 'max', column('_peak'));
  const fired = call('countIf', equal(column('_symbol'), number(firing)));
  const perSeries: Select = {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      { as: 'runs', value: sorted(column(at), column(until), column('_symbol'), column('_peak')) },
      { as: 'points', value: call('arraySort', call('groupArrayArray', column('_points'))) },
      { as: 'trials', value: call('arraySort', call('groupArrayArray', column('_trials'))) },
      { as: '_fired', value: fired },
      { as: '_peaks', value: peaks },
    ],
    from: from(runs),
    ...(groups.length > 0 ? { groupBy: groups } : { having: infix('>', call('count'), number(0)) }),
  };
  const rank = over(
    call('row_number'),
    [],
    [
      call('negate', call('toInt64', column('_fired'))),
      call(
        'ifNull',
        asked.chart?.lowest ? column('_peaks') : call('negate', column('_peaks')),
        number(Number.MAX_VALUE)
      ),
      ...groups,
    ]
  );
  return {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      same('runs'),
      {
        as: 'points',
        value: call(
          'if',
          infix('<=', rank, number(mostDrawn)),
          column('points'),
          call('arraySlice', column('points'), number(1), number(0))
        ),
      },
      same('trials'),
    ],
    from: from(perSeries),
  };
}

/** Adds the ticks whose window ends at a place, and the symbols of the conditions there. */
function cells(
  values: Select,
  groupBy: readonly string[],
  { first, interval, count }: Schedule,
  { step, behind }: Sliding,
  { conditions, columns, chart }: Asked
): Select {
  // It is the index of the first tick whose window ends at the place or later.
  const tick = (of: Expression): Expression => {
    const since = infix('-', infix('*', call('toInt64', of), number(step)), number(first - behind - interval + 1));
    return call('greatest', number(0), call('least', number(count), call('intDiv', since, number(interval))));
  };
  const finite = (name: string): Expression => call('if', call('isFinite', column(name)), column(name), nothing);
  const columnOf = (refId: string): Expression => column(`_of_${refId}`);
  const named: Select = {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      { as: at, value: tick(column(timeColumn)) },
      { as: until, value: tick(infix('+', column(timeColumn), number(1))) },
      // Values that are not finite do not reach a rule.
      ...Object.entries(columns).map(([refId, name]) => ({ as: `_of_${refId}`, value: finite(name) })),
    ],
    from: from(values),
  };
  return {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      same(at),
      same(until),
      { as: symbols, value: array(conditions.map((condition) => symbolOf(condition, columnOf))) },
      {
        as: drawn,
        value: chart
          ? call('toFloat64', columnOf(chart.refId))
          : call('CAST', nothing, { kind: 'text', value: 'Nullable(Float64)' }),
      },
      { as: place, value: chart ? call('intDiv', column(at), number(chart.size)) : number(0) },
    ],
    from: from(named),
    where: infix('<', column(at), column(until)),
  };
}

/** Finds which symbols of a cell, by position from 1, differ from the previous ones; after a gap, all of them do. */
function changes(of: Select, groupBy: readonly string[]): Select {
  const inOrder = (value: Expression) =>
    over(
      value,
      groupBy.map((id) => column(id)),
      [column(at)]
    );
  const known = [at, until, symbols, drawn, place];
  const which = column('which');
  const others = call(
    'arrayFilter',
    lambda(
      ['which'],
      infix('!=', call('arrayElement', column(symbols), which), call('arrayElement', column('_before'), which))
    ),
    call('arrayEnumerate', column(symbols))
  );
  const follows = infix('AND', call('notEmpty', column('_before')), equal(column('_last'), column(at)));
  const compared: Select = {
    kind: 'select',
    columns: [
      ...[...groupBy, ...known].map(same),
      { as: changed, value: call('if', follows, others, call('arrayEnumerate', column(symbols))) },
    ],
    from: from({
      kind: 'select',
      columns: [
        ...[...groupBy, ...known].map(same),
        { as: '_before', value: inOrder(call('lagInFrame', column(symbols))) },
        { as: '_last', value: inOrder(call('lagInFrame', column(until))) },
      ],
      from: from(of),
    }),
  };
  return {
    kind: 'select',
    columns: [
      ...[...groupBy, ...known, changed].map(same),
      { as: run, value: inOrder(call('sum', call('has', column(changed), number(1)))) },
    ],
    from: from(compared),
  };
}

function runLengths(of: Select, groupBy: readonly string[], { conditions, chart }: Asked): Select {
  const groups = groupBy.map((id) => column(id));
  const farthest = (name: string) => call(chart?.lowest ? 'min' : 'max', column(name));
  const which = column('which');
  const trials = call(
    'arrayMap',
    lambda(['which'], call('tuple', which, column(at), call('arrayElement', column(symbols), which))),
    call('arrayFilter', lambda(['which'], infix('>', which, number(1))), column(changed))
  );
  const pieces: Select = {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      same(run),
      same(place),
      { as: '_start', value: call('min', column(at)) },
      { as: '_end', value: call('max', column(until)) },
      { as: '_symbol', value: call('any', call('arrayElement', column(symbols), number(1))) },
      { as: '_value', value: farthest(drawn) },
      { as: '_changes', value: conditions.length > 1 ? call('groupArrayArray', trials) : call('any', array([])) },
    ],
    from: from(of),
    groupBy: [...groups, column(run), column(place)],
  };
  return {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      { as: at, value: call('min', column('_start')) },
      { as: until, value: call('max', column('_end')) },
      { as: '_symbol', value: call('any', column('_symbol')) },
      { as: '_peak', value: farthest('_value') },
      {
        as: '_points',
        value: call('groupArray', call('tuple', column(place), column('_value'))),
      },
      { as: '_trials', value: call('groupArrayArray', column('_changes')) },
    ],
    from: from(pieces),
    groupBy: [...groups, column(run)],
  };
}

/** The answer for a label set: its runs under each condition, and the points to draw. */
export interface Answered {
  labels: Record<string, string>;
  /** Runs by condition. */
  runs: Run[][];
  /** Points by position in the chart. */
  points: [place: number, value: number | null][];
}

export function readRuns(rows: readonly unknown[][], groupBy: readonly string[], conditions: number): Answered[] {
  return rows.map((row) => {
    const labels = Object.fromEntries(groupBy.map((id, index) => [id, String(row[index])]));
    const [runs, points, trials] = row.slice(groupBy.length) as [
      [number, number, Symbol, number | null][],
      Answered['points'],
      [number, number, Symbol][],
    ];
    const own = runs.map(([from, to, symbol, peak]): Run => ({ from, to, symbol, peak }));
    const present = spansOf(own);
    return {
      labels,
      points,
      runs: [
        own,
        ...Array.from({ length: conditions - 1 }, (_, index) =>
          runsBetween(
            trials.filter(([which]) => which === index + 2),
            present
          )
        ),
      ],
    };
  });
}

function spansOf(runs: readonly Run[]): Span[] {
  const spans: Span[] = [];
  for (const { from, to } of runs) {
    const last = spans[spans.length - 1];
    if (last && last.to === from) {
      last.to = to;
    } else {
      spans.push({ from, to });
    }
  }
  return spans;
}

/** Turns changes into runs: a change holds until the next one, or until the label set disappears. */
function runsBetween(changes: readonly (readonly [number, number, Symbol])[], present: readonly Span[]): Run[] {
  let span = 0;
  return changes.map(([, from, symbol], index) => {
    while ((present[span]?.to ?? Infinity) <= from) {
      span++;
    }
    const next = changes[index + 1]?.[1] ?? Infinity;
    return { from, to: Math.min(next, present[span]?.to ?? next), symbol, peak: null };
  });
}

/** Returns the series of a condition, as the simulation takes them. */
export const seriesOf = (answers: readonly Answered[], condition: number): Series[] =>
  answers.map(({ labels, runs }) => ({ labels, runs: runs[condition] ?? [] }));
