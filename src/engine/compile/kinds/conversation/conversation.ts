import type { Compiled } from '../../compiled.ts';
import type { Context } from '../../context/context.ts';
import { tableColumn } from '../../tablecolumns.ts';
import { refuseAlerts } from '../refuse.ts';
import { saidRows } from '../content/saidrows.ts';
import { factRows } from '../../rows/factrows.ts';
import { spanIds } from '../../context/columnnames.ts';
import type { Request } from '../../../host.ts';
import type { ConversationQuery } from '../../../query/model.ts';
import { call, column, equal, from, infix, number, text, type Expression, type Select } from '../../../sql/nodes.ts';
import { refuseWithoutIds } from '../trace/ids.ts';
import { jsonArray } from '../trace/json.ts';
import { scoresOf } from '../trace/scores.ts';
import { tracesOf } from '../trace/within.ts';
import { conversationRows, mostTurns } from './rows.ts';

/** The columns of a row, over those of `s`: a call, a tool call or an agent's run. */
const shown = {
  time: ['at', 'Time', {}],
  turn: ['turn', 'Turn', {}],
  trace_id: ['trace', 'Trace', {}],
  span_id: ['span', 'Span', {}],
  depth: ['depth', 'Depth', {}],
  operation: ['operation', 'Operation', {}],
  agent: ['agent', 'Agent', {}],
  tool: ['tool', 'Tool', {}],
  model: ['model', 'Model', {}],
  duration: ['seconds', 'Duration', { unit: 's' }],
  time_to_first_token: ['first_token', 'Time to first token', { unit: 's' }],
  input_tokens: ['input', 'Input tokens', { unit: 'short' }],
  output_tokens: ['output', 'Output tokens', { unit: 'short' }],
  cache_read_tokens: ['cached', 'Cache read tokens', { unit: 'short' }],
  reasoning_tokens: ['reasoning', 'Reasoning tokens', { unit: 'short' }],
  cost: ['cost', 'Cost', { unit: 'currencyUSD' }],
  cost_source: ['cost_source', 'Cost source', {}],
  failed: ['failures', 'Failed', {}],
  error_class: ['error_class', 'Error class', {}],
  finish_reason: ['finish_reason', 'Finish reason', {}],
} as const;

/** Lists a conversation turn by turn: one row a call, tool call and agent run, in order. */
export function conversationTable(
  context: Context,
  query: ConversationQuery,
  request: Request,
  rounds: number,
  traceIds: readonly string[]
): Compiled {
  refuseAlerts(query, request);
  refuseWithoutIds(context);
  const traces = tracesOf(context, traceIds);
  const rows = conversationRows(traces, query, rounds);
  const said = query.content ? { input: 'Input', output: 'Output' } : {};
  const value = (of: string): Expression => {
    const own = column('s', of);
    // A root has no level above it.
    return of === 'depth' ? call('toInt64', infix('-', own, number(1))) : of === 'turn' ? call('toInt64', own) : own;
  };
  return {
    select: {
      kind: 'select',
      columns: [
        ...Object.entries(shown).map(([as, [of]]) => ({ as, value: value(of) })),
        ...Object.keys(said).map((as) => ({ as, value: column('said', as) })),
        { as: 'scores', value: jsonArray(scoresOf(traces)) },
      ],
      from: query.content
        ? {
            kind: 'join',
            left: from(rows),
            leftAs: 's',
            right: saidRows(traces),
            rightAs: 'said',
            on: [['home', 'call']],
          }
        : { kind: 'query', query: rows, as: 's' },
      where: infix('<=', column('s', 'turn'), number(mostTurns)),
      orderBy: ['turn', 'time', 'span_id'].map((name) => ({ by: column(name), direction: 'ASC' as const })),
    },
    facts: ['requests', 'tools', 'agents'],
    frame: {
      type: 'table',
      preferredVisualisation: 'table',
      columns: [
        ...Object.entries(shown).map(([name, [, title, more]]) => tableColumn(name, title, more)),
        ...Object.entries(said).map(([name, title]) => tableColumn(name, title)),
        { ...tableColumn('scores', 'Scores'), json: true as const },
      ],
    },
  };
}

/** Selects the traces of a conversation in the window: when their spans of it began, and of how many calls. The earliest first. */
export function tracesOfConversation(context: Context, { conversationId }: ConversationQuery): Select {
  const rows = factRows(context, 'spans', { dimensions: ['conversation'], fields: [], ids: true });
  return {
    kind: 'select',
    columns: [
      { as: 'trace', value: column(spanIds.trace) },
      {
        as: 'first',
        value: call('toUnixTimestamp64Milli', call('toDateTime64', call('min', column('_at')), number(3))),
      },
      {
        as: 'last',
        value: call('toUnixTimestamp64Milli', call('toDateTime64', call('max', column('_at')), number(3))),
      },
    ],
    from: from(rows),
    where: infix(
      'AND',
      equal(column('conversation'), context.parameters.text(conversationId)),
      infix('!=', column(spanIds.trace), text(''))
    ),
    groupBy: [column(spanIds.trace)],
    orderBy: ['first', 'trace'].map((name) => ({ by: column(name), direction: 'ASC' as const })),
    // One more than is shown says that there are more.
    limit: mostTurns + 1,
  };
}

/** Selects one row of numbers of the whole conversation. */
export function sumsOfConversation(
  context: Context,
  query: ConversationQuery,
  rounds: number,
  traceIds: readonly string[]
): Select {
  const isRequest = equal(column('fact'), text('requests'));
  const isTool = equal(column('fact'), text('tools'));
  const sum = (of: string): Expression => call('sumIf', column(of), isRequest);
  return {
    kind: 'select',
    columns: [
      { as: 'turns', value: call('max', column('turn')) },
      { as: 'requests', value: sum('calls') },
      { as: 'errors', value: sum('failures') },
      { as: 'toolCalls', value: call('sumIf', column('calls'), isTool) },
      { as: 'cost', value: sum('cost') },
      { as: 'inputTokens', value: sum('input') },
      { as: 'outputTokens', value: sum('output') },
    ],
    from: from(conversationRows(tracesOf(context, traceIds), query, rounds)),
  };
}
