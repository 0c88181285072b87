import { spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { timesOf } from '../context/times.ts';
import type { Bounds } from '../../source/layouts/layout.ts';
import { withConditions } from '../../source/layouts/rows.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  subquery,
  text,
  type Expression,
  type Select,
} from '../../sql/nodes.ts';

/** Of the reach, the largest part that a window may be, with the usual lag, for the question to cost less than it saves. */
const short = 1 / 4;

/**
 * The time from which spans are read: the beginning of the usual times, or of the reach if a trace that a score names has no
 * root in them, or not the span. What began before its root is not looked for. It is a scalar, so that ClickHouse knows it
 * before it chooses what to read. Null for long windows and baselines: open hours are few.
 */
export function readSince(
  context: Context,
  traces: Select,
  records: Select
): ((usual: readonly Bounds[]) => Expression) | null {
  const { settings, spans, window, baselines, apart, onlyOpen } = context;
  const { evaluationLagSeconds: lag, evaluationReachSeconds: reach } = settings;
  const { traceId, spanId, parentId } = spans;
  const [lead] = timesOf(context, reach, 0);
  const seconds = (window.to - window.from) / 1000 + lag;
  const isShort = baselines.length === 0 && !apart && seconds <= reach * short;
  if (!(isShort || onlyOpen) || !traceId || !spanId || !parentId || !lead) {
    return null;
  }
  const keyOf = (trace: Expression, span: Expression) => call('concat', trace, text(':'), span);
  const [trace, span] = [column(spanIds.trace), column(spanIds.span)];
  const wanted: Select = {
    kind: 'select',
    columns: [{ as: '_key', value: column('_key') }],
    from: from(records),
    arrayJoin: [{ as: '_key', value: array([keyOf(trace, text('')), keyOf(trace, span)]) }],
    where: infix('!=', trace, text('')),
  };
  return (usual) => {
    const first = usual[0] as Bounds;
    const there: Select = {
      kind: 'select',
      columns: [{ as: '_key', value: column('_key') }],
      arrayJoin: [
        {
          as: '_key',
          value: array([
            call('if', equal(parentId, text('')), keyOf(traceId, text('')), text('')),
            keyOf(traceId, spanId),
          ]),
        },
      ],
      ...withConditions(spans.rows(usual, []), [infix('IN', traceId, subquery(traces))]),
    };
    const all: Select = {
      kind: 'select',
      columns: [{ as: 'keys', value: call('uniqExact', column('_key')) }],
      from: from(wanted),
    };
    return subquery({
      kind: 'select',
      columns: [
        {
          as: 'since',
          value: call('if', equal(call('uniqExact', column('_key')), subquery(all)), first.from, lead.from),
        },
      ],
      from: from(there),
      where: infix('IN', column('_key'), subquery(wanted)),
    });
  };
}
