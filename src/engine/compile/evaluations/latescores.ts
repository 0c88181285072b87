import { spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import type { Reach } from '../context/reach.ts';
import { between, inAny } from '../../source/layouts/rows.ts';
import { column, from, infix, subquery, text, type Select } from '../../sql/nodes.ts';

/**
 * A score that was given hours after its call, such as by a judge that runs at night, belongs to its call. Reading so many
 * spans for a few scores would cost more than the scores do: before the usual lag only the traces that scores name are
 * read, of which a table with an index over trace ids finds the few parts, and others only the ids.
 */
export function reachOf(context: Context, records: Select): Reach {
  const { settings, spans, scoresBySpan } = context;
  const { evaluationLagSeconds: lag, evaluationReachSeconds: reach } = settings;
  const { traceId, time } = spans;
  if (scoresBySpan || !traceId || reach <= lag) {
    return { usual: scoresBySpan ? 0 : lag, lead: scoresBySpan ? 0 : lag, bounded: (rows) => rows };
  }
  const named: Select = {
    kind: 'select',
    columns: [{ as: spanIds.trace, value: column(spanIds.trace) }],
    from: from(records),
    where: infix('!=', column(spanIds.trace), text('')),
  };
  return {
    usual: lag,
    lead: reach,
    bounded: (rows, usual) => {
      const kept = infix('OR', inAny(usual, between(time)), infix('IN', traceId, subquery(named)));
      // Before the other columns are read, where the layout reads a table of its own.
      return rows.prewhere
        ? { ...rows, prewhere: infix('AND', rows.prewhere, kept) }
        : { ...rows, where: rows.where ? infix('AND', rows.where, kept) : kept };
    },
  };
}
