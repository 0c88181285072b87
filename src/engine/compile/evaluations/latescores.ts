import { spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import type { Reach } from '../context/reach.ts';
import { between, inAny } from '../../source/layouts/rows.ts';
import { column, from, infix, subquery, text, type Select } from '../../sql/nodes.ts';
import { readSince } from './readsince.ts';

/**
 * A score that was given hours after its call, such as by a judge that runs at night, belongs to its call. Reading so many
 * spans for a few scores would cost more than the scores do: before the usual lag only the traces that scores name are
 * read, of which a table with an index over trace ids finds the few parts, and others only the ids.
 *
 * A rule that looks at minutes would still read the ids of a day each time. It reads none before the usual lag if all that
 * its scores are about began within it.
 */
export function reachOf(context: Context, records: Select): Reach {
  const { settings, spans, scoresBySpan } = context;
  const { evaluationLagSeconds: lag, evaluationReachSeconds: reach } = settings;
  const { traceId, time } = spans;
  if (scoresBySpan || !traceId || reach <= lag) {
    return { usual: scoresBySpan ? 0 : lag, lead: scoresBySpan ? 0 : lag, bounded: (rows) => rows };
  }
  const traces: Select = {
    kind: 'select',
    columns: [{ as: spanIds.trace, value: column(spanIds.trace) }],
    from: from(records),
    where: infix('!=', column(spanIds.trace), text('')),
  };
  const since = readSince(context, traces, records);
  return {
    usual: lag,
    lead: reach,
    bounded: (rows, usual) => {
      const isRead = infix('OR', inAny(usual, between(time)), infix('IN', traceId, subquery(traces)));
      const kept = since ? infix('AND', isRead, infix('>=', time, since(usual))) : isRead;
      // Before the other columns are read, where the layout reads a table of its own.
      return rows.prewhere
        ? { ...rows, prewhere: infix('AND', rows.prewhere, kept) }
        : { ...rows, where: rows.where ? infix('AND', rows.where, kept) : kept };
    },
  };
}
