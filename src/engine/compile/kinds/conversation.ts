import type { Compiled } from '../compiled.ts';
import type { Context } from '../context/context.ts';
import { tableColumn } from '../tablecolumns.ts';
import { refuseAlerts } from './refuse.ts';
import { saidRows } from './content/saidrows.ts';
import { factRows } from '../rows/factrows.ts';
import { spanIds } from '../context/columnnames.ts';
import type { Request } from '../../host.ts';
import type { ConversationQuery } from '../../query/model.ts';
import { call, column, equal, from, infix, number, text, type Expression, type Select } from '../../sql/nodes.ts';
import { givenRows, type GivenColumns, type GivenRow } from './trace/given.ts';
import { refuseWithoutIds } from './trace/ids.ts';
import { jsonArray } from './trace/json.ts';
import { scoresOf } from './trace/scores.ts';
import type { Single } from './trace/single.ts';
import { tracesOf } from './trace/within.ts';

/** Turns that are shown of a conversation. */
export const mostTurns = 2000;

/** The columns of a row: a call, a tool call or an agent's run. `at` is nanoseconds since 1970. */
export const turnColumns = {
  home: 'String',
  response: 'String',
  at: 'Int64',
  turn: 'Int64',
  trace: 'String',
  span: 'String',
  depth: 'Int64',
  operation: 'String',
  agent: 'String',
  tool: 'String',
  model: 'String',
  seconds: 'Nullable(Float64)',
  first_token: 'Nullable(Float64)',
  input: 'Nullable(Float64)',
  output: 'Nullable(Float64)',
  cached: 'Nullable(Float64)',
  reasoning: 'Nullable(Float64)',
  cost: 'Nullable(Float64)',
  cost_source: 'String',
  failures: 'Float64',
  error_class: 'String',
  finish_reason: 'String',
} as const satisfies GivenColumns;

export type TurnRow = GivenRow<keyof typeof turnColumns>;

/** What is shown of them, what matters most first: Explore shows twenty columns. `said` and `scores` are no columns of a row. */
const shown = {
  time: ['at', 'Time', {}],
  turn: ['turn', 'Turn', {}],
  span_id: ['span', 'Span', {}],
  operation: ['operation', 'Operation', {}],
  agent: ['agent', 'Agent', {}],
  tool: ['tool', 'Tool', {}],
  model: ['model', 'Model', {}],
  input: ['said', 'Input', {}],
  output: ['said', 'Output', {}],
  duration: ['seconds', 'Duration', { unit: 's' }],
  cost: ['cost', 'Cost', { unit: 'currencyUSD' }],
  input_tokens: ['input', 'Input tokens', { unit: 'short' }],
  output_tokens: ['output', 'Output tokens', { unit: 'short' }],
  error_class: ['error_class', 'Error class', {}],
  scores: ['scores', 'Scores', {}],
  time_to_first_token: ['first_token', 'Time to first token', { unit: 's' }],
  cache_read_tokens: ['cached', 'Cache read tokens', { unit: 'short' }],
  reasoning_tokens: ['reasoning', 'Reasoning tokens', { unit: 'short' }],
  finish_reason: ['finish_reason', 'Finish reason', {}],
  depth: ['depth', 'Depth', {}],
  trace_id: ['trace', 'Trace', {}],
  failed: ['failures', 'Failed', {}],
  cost_source: ['cost_source', 'Cost source', {}],
} as const satisfies Record<string, readonly [keyof typeof turnColumns | 'said' | 'scores', ...unknown[]]>;

/** Lists a conversation turn by turn: one row a call, tool call and agent run, in order. */
export function conversationTable(
  context: Context,
  query: ConversationQuery,
  request: Request,
  { traceIds, elsewhere, rows, about }: Single
): Compiled {
  refuseAlerts(query, request);
  refuseWithoutIds(context);
  const traces = tracesOf(context, traceIds, elsewhere);
  const turns = givenRows(context, turnColumns, rows);
  const columns = Object.entries(shown).filter(([, [of]]) => of !== 'said' || query.content);
  const value = (name: string, of: string): Expression => {
    switch (of) {
      case 'at':
        return call('fromUnixTimestamp64Nano', column('s', of), text('UTC'));
      case 'said':
        return column('said', name);
      case 'scores':
        return jsonArray(scoresOf(traces, column('s', 'home'), column('s', 'span')));
      default:
        return column('s', of);
    }
  };
  return {
    select: {
      kind: 'select',
      columns: columns.map(([as, [of]]) => ({ as, value: value(as, of) })),
      from: query.content
        ? {
            kind: 'join',
            left: from(turns),
            leftAs: 's',
            right: saidRows(traces, about),
            rightAs: 'said',
            on: [['home', 'call']],
          }
        : { kind: 'query', query: turns, as: 's' },
      orderBy: ['turn', 'time', 'span_id'].map((name) => ({ by: column(name), direction: 'ASC' as const })),
    },
    facts: ['requests', 'tools', 'agents'],
    frame: {
      type: 'table',
      preferredVisualisation: 'table',
      columns: columns.map(([name, [of, title, more]]) => ({
        ...tableColumn(name, title, more),
        ...(of === 'scores' ? { json: true as const } : {}),
      })),
    },
  };
}

/** Selects the traces of a conversation in the window: when their spans of it began, and of how many calls. The earliest first. */
export function tracesOfConversation(context: Context, { conversationId }: ConversationQuery): Select {
  const rows = factRows(context, 'spans', { dimensions: ['conversation'], fields: [], ids: true });
  const milliseconds = (of: 'min' | 'max') =>
    call('toUnixTimestamp64Milli', call('toDateTime64', call(of, column('_at')), number(3)));
  return {
    kind: 'select',
    columns: [
      { as: 'trace', value: column(spanIds.trace) },
      { as: 'first', value: milliseconds('min') },
      { as: 'last', value: milliseconds('max') },
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
