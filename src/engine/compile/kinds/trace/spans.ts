import { rowField, rowTime, spanIds } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import { timesOf } from '../../context/times.ts';
import { canTell } from '../../rows/capabilities.ts';
import type { RowField } from '../../rows/rowfields.ts';
import { spanRows } from '../../rows/spans.ts';
import {
  call,
  column,
  from,
  infix,
  number,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../../sql/nodes.ts';
import { spansOfTraces, type Traces } from './within.ts';

/** Canonical texts of a span by itself, which stand where no call is known. */
export const spanTexts = {
  operation: 'operation',
  provider: 'provider',
  model: 'requestModel',
  response_model: 'responseModel',
  agent: 'agentName',
  tool: 'toolName',
  prompt: 'promptName',
  prompt_version: 'promptVersion',
  feature: 'feature',
  team: 'team',
  user_tier: 'userTier',
  conversation: 'conversation',
  error_class: 'errorClass',
  finish_reason: 'finishReason',
} as const satisfies Record<string, RowField>;

export type SpanText = keyof typeof spanTexts;

/** Spans of one trace of which a tree is made. */
export const mostInTree = 20_000;

/**
 * Selects each span of the traces, of any kind, as it is by itself: its ids, when it began as nanoseconds since 1970 in a text,
 * its name, whether it failed, its seconds, and the columns of `spanTexts` that the table can tell. Those of gen_ai come first.
 */
export function spansAlone(traces: Traces): Select {
  const told = (context: Context) =>
    Object.entries(spanTexts).filter(([, field]) => canTell(context, field) || field === 'errorClass');
  const rows = spansOfTraces(traces, (context, limited) =>
    limited(
      spanRows(context, {
        fields: [...told(context).map(([, field]) => field), 'failed', 'seconds', 'spanName'],
        attributes: [],
        resources: [],
        times: timesOf(context),
        withIds: true,
        withHome: true,
        every: true,
      })
    )
  );
  const texts = told(traces.own);
  const isOther = texts.some(([name]) => name === 'operation')
    ? infix('=', column(rowField('operation')), text(''))
    : number(0);
  return {
    kind: 'select',
    columns: [
      ...(['home', 'trace', 'span', 'parent'] as const).map((as): Output => ({ as, value: column(spanIds[as]) })),
      { as: 'at', value: call('toString', nanoseconds(column(rowTime))) },
      { as: 'named', value: column(rowField('spanName')) },
      { as: 'failed', value: infix('!=', call('ifNull', column(rowField('failed')), number(0)), number(0)) },
      { as: 'seconds', value: call('toFloat64', column(rowField('seconds'))) },
      ...texts.map(([as, field]): Output => ({ as, value: column(rowField(field)) })),
    ],
    from: from(rows),
    orderBy: [isOther, column(rowTime), column(spanIds.home)].map((by) => ({ by, direction: 'ASC' as const })),
    limit: mostInTree,
  };
}

const nanoseconds = (time: Expression): Expression =>
  call('toUnixTimestamp64Nano', call('toDateTime64', time, number(9)));
