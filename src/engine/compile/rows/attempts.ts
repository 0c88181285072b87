import type { SpanField } from '../../canonical/spanfield.ts';
import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import { rowEnd } from '../context/times.ts';
import { call, column, from, infix, over, text, type Select } from '../../sql/nodes.ts';

/** Whether a call was tried again, as a column of calls. */
export const retriedColumn = rowField('retried');

/** What attempts at one request have in common, beside their trace and parent. */
const shared: readonly SpanField[] = ['requestModel', 'operation'];

/** Fields that tell whether a call was tried again. */
export const attemptFields: readonly SpanField[] = ['failed', 'seconds', ...shared];

/** Ids that do. */
export const attemptIds: readonly string[] = [spanIds.trace, spanIds.parent];

/**
 * Calls with whether they were tried again: they failed, and the same parent called the same model for the same operation
 * once they had ended. No instrumentation numbers its attempts; what ran beside a failed call is not one.
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
          // A call of no length is not its own next attempt.
          infix('>', last, column(rowTime)),
          infix('>=', last, rowEnd)
        ),
      },
    ],
    from: from(calls),
  };
}
