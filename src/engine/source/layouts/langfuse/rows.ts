import {
  call,
  column,
  equal,
  from,
  infix,
  number,
  subquery,
  type Expression,
  type Select,
  type Source,
} from '../../../sql/nodes.ts';
import type { Bounds, Rows } from '../layout.ts';
import { between, inAny } from '../rows.ts';
import { isOfTrace, traceColumns } from './columns.ts';

/** A trace may have begun this long before its observations; Langfuse itself looks back as far. */
const daysBefore = 2;

interface Paths {
  observations: readonly string[];
  /** Null if the table does not exist. */
  traces: readonly string[] | null;
}

/** Selects observations, joined with their traces if one of their keys is needed. */
export function langfuseRows({ observations, traces }: Paths) {
  return (times: readonly Bounds[], keys: readonly string[] | null): Rows => {
    const own = current(observations, inAny(times, between(column('start_time'))));
    if (keys && !keys.some(isOfTrace)) {
      return { from: from(own) };
    }
    const joined: Source = {
      kind: 'join',
      left: from(own),
      leftAs: 'observation',
      right: traces ? tracesOf(traces, observations, times) : noTraces(observations),
      rightAs: 'trace',
      on: [
        ['trace_id', 'trace_key'],
        ['project_id', 'trace_project'],
      ],
    };
    return { from: joined };
  };
}

/** Selects the newest version of every row that was not deleted, because the table replaces rows only when parts are merged. */
export function current(path: readonly string[], condition: Expression): Select {
  return {
    kind: 'select',
    columns: [{ as: '*', value: column('*') }],
    from: { kind: 'table', path, final: true },
    where: infix('AND', equal(column('is_deleted'), number(0)), condition),
  };
}

/** Selects the traces of the observations in the given times. */
export function tracesOf(
  traces: readonly string[],
  members: readonly string[],
  times: readonly Bounds[],
  time = 'start_time'
): Select {
  const ids: Select = {
    kind: 'select',
    columns: [{ as: 'trace_id', value: column('trace_id') }],
    from: { kind: 'table', path: members },
    where: inAny(times, between(column(time))),
  };
  const earlier = (bounds: Bounds): Bounds => ({
    ...bounds,
    from: infix('-', bounds.from, call('toIntervalDay', number(daysBefore))),
  });
  return {
    ...selected(
      current(
        traces,
        infix('AND', inAny(times.map(earlier), between(column('timestamp'))), infix('IN', column('id'), subquery(ids)))
      )
    ),
  };
}

function selected(rows: Select): Select {
  return {
    kind: 'select',
    columns: [
      { as: 'trace_key', value: column('id') },
      { as: 'trace_project', value: column('project_id') },
      { as: 'trace_metadata', value: column('metadata') },
      ...Object.values(traceColumns),
    ],
    from: from(rows),
  };
}

/** Selects no traces, with the same columns, as the right side of the join. */
function noTraces(observations: readonly string[]): Select {
  return {
    kind: 'select',
    columns: [
      { as: 'trace_key', value: column('trace_id') },
      { as: 'trace_project', value: column('project_id') },
      { as: 'trace_metadata', value: column('metadata') },
      ...Object.values(traceColumns).map(({ as }) => ({ as, value: column('trace_id') })),
    ],
    from: { kind: 'table', path: observations },
    where: equal(number(0), number(1)),
  };
}
