import { rowField } from '../compile/context/columnnames.ts';
import type { Context } from '../compile/context/context.ts';
import { key } from '../compile/rows/identity.ts';
import { spanIds } from '../compile/context/columnnames.ts';
import { spanRows } from '../compile/rows/spans.ts';
import { timesOf } from '../compile/context/times.ts';
import { withConditions } from '../source/layouts/rows.ts';
import {
  call,
  column,
  from,
  infix,
  number,
  subquery,
  text,
  type Expression,
  type Query,
  type Select,
} from '../sql/nodes.ts';

const parent = column(spanIds.parent);

/** Counts, by service and dialect, gen_ai spans that have a parent, and those of them whose parent is not in the table. */
export function missingParents(context: Context): Query {
  const { traceId, spanId } = context.spans;
  const below = children(context);
  const missing =
    traceId && spanId ? infix('NOT IN', key(parent), subquery(known(context, traceId, spanId))) : number(0);
  return {
    kind: 'select',
    columns: [
      { as: 'service', value: column(rowField('service')) },
      { as: 'dialect', value: column(rowField('dialect')) },
      { as: 'below', value: call('count') },
      { as: 'missing', value: call('countIf', missing) },
    ],
    from: from(below),
    where: infix('!=', parent, text('')),
    groupBy: [column('service'), column('dialect')],
    having: infix('>', column('missing'), number(0)),
    orderBy: [{ by: column('missing'), direction: 'DESC' }],
  };
}

function children(context: Context): Select {
  return spanRows(context, {
    fields: ['service', 'dialect'],
    attributes: [],
    resources: [],
    times: timesOf(context),
    withIds: true,
  });
}

/** Selects the keys of all spans that may be a parent: those of the same traces, around the window. */
function known({ census, ...context }: Context, traceId: Expression, spanId: Expression): Select {
  const whole = { ...context, census };
  const traces: Select = {
    kind: 'select',
    columns: [{ as: 'id', value: column(spanIds.trace) }],
    from: from(children(whole)),
    where: infix('!=', parent, text('')),
  };
  const around = census?.longestTrace ?? 3600;
  return {
    kind: 'select',
    columns: [{ as: 'id', value: call('cityHash64', call('toString', traceId), call('toString', spanId)) }],
    ...withConditions(context.spans.rows(timesOf(whole, around, census?.longestRequest ?? 600), []), [
      infix('IN', call('toString', traceId), subquery(traces)),
    ]),
  };
}
