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

/** A trace may have begun so long before what it holds: Langfuse looks as far back itself. */
const daysBefore = 2;

interface Paths {
  observations: readonly string[];
  /** Null where the table is not there: nothing is known of traces then. */
  traces: readonly string[] | null;
}

/** Observations, with their traces where a key of theirs is asked. */
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

/** The newest version of every row that was not deleted: the table replaces rows only when its parts are merged. */
export function current(path: readonly string[], condition: Expression): Select {
  return {
    kind: 'select',
    columns: [{ as: '*', value: column('*') }],
    from: { kind: 'table', path, final: true },
    where: infix('AND', equal(column('is_deleted'), number(0)), condition),
  };
}

/** The traces of what is seen in those times. */
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

/** A right side without rows, of the same columns. */
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
