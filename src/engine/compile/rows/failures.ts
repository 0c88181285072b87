import type { SpanField } from '../../canonical/spanfield.ts';
import { facts } from '../../catalogue/facts.ts';
import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { timesOf } from '../context/times.ts';
import { spanRows } from './spans.ts';
import { call, column, equal, from, infix, over, text, type Expression, type Select } from '../../sql/nodes.ts';

/** The fields of a call of which one says that it was answered. */
export const answeredBy = ['inputTokens', 'outputTokens', 'finishReason', 'responseId'] as const;

/** The fields of a call of which one says that it was answered, or failed. */
export const silentFields = ['failed', ...answeredBy] as const;

/** The ids that relate silent calls to the agent that knows how they ended. */
export const failureIds: readonly string[] = [spanIds.trace, spanIds.parent];

/** Whether a call says neither that it was answered nor that it failed. */
export const isSilentCall: Expression = infix(
  'AND',
  call('not', column(rowField('failed'))),
  call('isNull', call('coalesce', column(rowField('inputTokens')), column(rowField('outputTokens')))),
  equal(column(rowField('finishReason')), text('')),
  equal(column(rowField('responseId')), text(''))
);

/** Whether only the agent's span may know that a call failed. */
export const failuresAbove = ({ census, spans }: Context, fields: readonly SpanField[]): boolean =>
  !!census?.silentCalls &&
  !!(spans.traceId && spans.spanId && spans.parentId) &&
  (fields.includes('failed') || fields.includes('errorClass'));

/**
 * Marks calls as failed that say nothing of how they ended, and are the last below an agent that failed; the error's class
 * is the agent's.
 */
export function withFailures(context: Context, calls: Select, names: readonly string[]): Select {
  const [failed, errorClass] = [rowField('failed'), rowField('errorClass')];
  const last = over(
    call('max', column(rowTime)),
    failureIds.map((name) => column(name)),
    []
  );
  const agents = spanRows(context, {
    fields: ['failed', 'errorClass'],
    attributes: [],
    resources: [],
    operations: facts.agents.operations,
    times: timesOf(context, context.census?.longestTrace ?? 3600, 0),
    withIds: true,
  });
  // An agent that failed has a class, if only `other`; '' is none above.
  const hasFailed = infix('AND', column('c', silent), infix('!=', column('a', errorClass), text('')));
  const values: Record<string, Expression> = {
    [failed]: infix('OR', column('c', failed), hasFailed),
    [errorClass]: call('if', hasFailed, column('a', errorClass), column('c', errorClass)),
  };
  return {
    kind: 'select',
    columns: [...new Set([rowTime, ...names])].map((name) => ({ as: name, value: values[name] ?? column('c', name) })),
    from: {
      kind: 'join',
      left: {
        kind: 'query',
        query: {
          kind: 'select',
          columns: [
            { as: '*', value: column('*') },
            { as: silent, value: infix('AND', isSilentCall, equal(last, column(rowTime))) },
          ],
          from: from(calls),
        },
      },
      leftAs: 'c',
      right: {
        kind: 'select',
        columns: [spanIds.trace, spanIds.span, errorClass].map((name) => ({ as: name, value: column(name) })),
        from: { kind: 'query', query: agents },
        where: column(failed),
      },
      rightAs: 'a',
      on: [
        [spanIds.trace, spanIds.trace],
        [spanIds.parent, spanIds.span],
      ],
    },
  };
}

const silent = '_silent';
