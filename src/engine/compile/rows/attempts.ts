import type { SpanField } from '../../canonical/spanfield.ts';
import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import { rowEnd } from '../context/times.ts';
import { call, column, from, infix, over, text, type Select } from '../../sql/nodes.ts';

/** The column of calls that says whether a call was retried. */
export const retriedColumn = rowField('retried');

/** The fields that attempts at the same request share, in addition to their trace and parent. */
const shared: readonly SpanField[] = ['requestModel', 'operation'];

/** The fields from which retries are recognized. */
export const attemptFields: readonly SpanField[] = ['failed', 'seconds', ...shared];

/** The ids from which retries are recognized. */
export const attemptIds: readonly string[] = [spanIds.trace, spanIds.parent];

/**
 * Marks calls that were retried: they failed, and the same parent called the same model for the same operation once they
 * had ended. No instrumentation numbers its attempts; a call that ran in parallel to a failed one is not a retry.
 */
export function withAttempts(calls: Select): Select {
  const last = over(
    call('max', column(rowTime)),
    [...attemptIds, ...shared.map(rowField)].map((name) => column(name)),
    []
  );
  return {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      {
        as: retriedColumn,
        value: infix(
          'AND',
          column(rowField('failed')),
          infix('!=', column(spanIds.trace), text('')),
          // A call without duration must not count as its own retry.
          infix('>', last, column(rowTime)),
          infix('>=', last, rowEnd)
        ),
      },
    ],
    from: from(calls),
  };
}
