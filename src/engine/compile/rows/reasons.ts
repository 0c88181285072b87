import { dialectsPresent } from '../../canonical/claims.ts';
import type { SpanField } from '../../canonical/spanfield.ts';
import { facts } from '../../catalogue/facts.ts';
import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { timesOf } from '../context/times.ts';
import { spanRows } from './spans.ts';
import { array, call, column, infix, text, type Select } from '../../sql/nodes.ts';

/** The ids that relate failed calls to the span that knows why. */
export const reasonIds: readonly string[] = [spanIds.trace, spanIds.parent];

/** Whether the error of a failed call may be on the agent's span only. */
export function reasonsAbove({ census, spans }: Context, fields: readonly SpanField[]): boolean {
  return (
    fields.includes('errorClass') &&
    !!(spans.traceId && spans.spanId && spans.parentId) &&
    dialectsPresent(census).some(({ errorsAbove }) => errorsAbove)
  );
}

/** Gives failed calls whose error is unknown the error class of the agent span directly above them. */
export function withReasons(context: Context, calls: Select, names: readonly string[]): Select {
  const [failed, errorClass] = [rowField('failed'), rowField('errorClass')];
  const isSilent = (from: string) => infix('IN', column(from, errorClass), array([text(''), text('other')]));
  const agents = spanRows(context, {
    fields: ['failed', 'errorClass'],
    attributes: [],
    resources: [],
    operations: facts.agents.operations,
    times: timesOf(context, context.census?.longestTrace ?? 3600, 0),
    withIds: true,
  });
  const told = call(
    'if',
    infix('AND', column('c', failed), isSilent('c'), call('not', isSilent('a'))),
    column('a', errorClass),
    column('c', errorClass)
  );
  return {
    kind: 'select',
    columns: [...new Set([rowTime, ...names])].map((name) => ({
      as: name,
      value: name === errorClass ? told : column('c', name),
    })),
    from: {
      kind: 'join',
      left: { kind: 'query', query: calls },
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
