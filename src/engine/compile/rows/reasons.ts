import { dialectsPresent } from '../../canonical/claims.ts';
import type { SpanField } from '../../canonical/spanfield.ts';
import { facts } from '../../catalogue/facts.ts';
import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { timesOf } from '../context/times.ts';
import { spanRows } from './spans.ts';
import {
  array,
  bound,
  call,
  column,
  combine,
  infix,
  lambda,
  number,
  text,
  type Expression,
  type Select,
} from '../../sql/nodes.ts';

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

/** How many spans above a call its agent's may be: Mastra has a step and a generation in between. */
const levels = 8;

/** Gives failed calls whose error is unknown the error class of the closest failed agent span above them. */
export function withReasons(context: Context, calls: Select, names: readonly string[]): Select {
  const [failed, errorClass] = [rowField('failed'), rowField('errorClass')];
  const isSilent = (value: Expression) => infix('IN', value, array([text(''), text('other')]));
  const spans = spanRows(context, {
    fields: ['operation', 'failed', 'errorClass'],
    attributes: [],
    resources: [],
    times: timesOf(context, context.census?.longestTrace ?? 3600, 0),
    withIds: true,
  });
  const isReason = combine('AND', [
    infix('IN', column(rowField('operation')), array(facts.agents.operations.map(text))),
    column(failed),
    call('not', isSilent(column(errorClass))),
  ]);
  const reason = call('if', isReason ?? number(0), column(errorClass), text(''));
  const [above, found] = [1, 2].map((index) => call('tupleElement', column('step'), number(index))) as [
    Expression,
    Expression,
  ];
  const place = call('indexOf', column('a', 'spans'), above);
  const at = (name: string) => call('arrayElement', column('a', name), place);
  const walked = call(
    'arrayFold',
    lambda(
      ['step', 'level'],
      call('if', infix('!=', found, text('')), column('step'), call('tuple', at('parents'), at('reasons')))
    ),
    call('range', number(levels)),
    call('tuple', column('c', spanIds.parent), text(''))
  );
  const told = call('tupleElement', walked, number(2));
  const explained = call(
    'if',
    infix('AND', column('c', failed), isSilent(column('c', errorClass))),
    bound('told', told, call('if', infix('!=', column('told'), text('')), column('told'), column('c', errorClass))),
    column('c', errorClass)
  );
  return {
    kind: 'select',
    columns: [...new Set([rowTime, ...names])].map((name) => ({
      as: name,
      value: name === errorClass ? explained : column('c', name),
    })),
    from: {
      kind: 'join',
      left: { kind: 'query', query: calls },
      leftAs: 'c',
      right: {
        kind: 'select',
        columns: [
          { as: spanIds.trace, value: column(spanIds.trace) },
          { as: 'spans', value: call('groupArray', column(spanIds.span)) },
          { as: 'parents', value: call('groupArray', column(spanIds.parent)) },
          { as: 'reasons', value: call('groupArray', reason) },
        ],
        from: { kind: 'query', query: spans },
        where: infix('!=', column(spanIds.trace), text('')),
        groupBy: [column(spanIds.trace)],
        having: infix('>', call('countIf', infix('!=', reason, text(''))), number(0)),
      },
      rightAs: 'a',
      on: [[spanIds.trace, spanIds.trace]],
    },
  };
}
