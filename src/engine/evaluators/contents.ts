import { writtenPairs } from '../compile/kinds/content/writtenpairs.ts';
import { keysOf, sides } from '../compile/kinds/content/said.ts';
import { refuseWithoutIds } from '../compile/kinds/trace/ids.ts';
import { readFor } from '../compile/kinds/trace/read.ts';
import { nanoseconds } from '../compile/kinds/trace/shown.ts';
import { tracesOf, type Traces } from '../compile/kinds/trace/within.ts';
import { withoutRedacted } from '../compile/context/withoutredacted.ts';
import { measureStatement } from '../compile/statement.ts';
import type { Request, Statement } from '../host.ts';
import { ask, type Exchange } from '../lookups/exchange.ts';
import { redactionsTaken } from '../lookups/redactions.ts';
import { columnsOf, countedIn } from '../lookups/rounds.ts';
import { contextIn } from '../planning/contextin.ts';
import { readTraces } from '../planning/readtraces.ts';
import { currentVersion, type ConversationQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import { spanColumns } from '../source/layouts/index.ts';
import { bound, call, column, from, infix, number, text, type Expression, type Select } from '../sql/nodes.ts';
import { textOf } from '../traces/answerrows.ts';
import { textOfCall, type Node } from '../traces/countedspans.ts';

/** A span of a trace, as far as it tells what was said there. */
export interface ToldSpan {
  /** `<trace>:<span>` */
  home: string;
  /** The home of its parent; '' for a root. */
  above: string;
  /** The home of the span that stands for the call that it is about; its own if that is it, '' if it is about none. */
  call: string;
  /** What it is counted as; '' for none. */
  fact: Node['fact'];
  operation: string;
  tool: string;
  /** When it began, nanoseconds since 1970. */
  at: string;
}

export interface Contents {
  spans: ToldSpan[];
  /**
   * Selects what was written in them, without what the settings redact: `home`, `at` in nanoseconds, `number`, its place there, `key`, with
   * the event's name before it, and `value`, '' if it is longer than `mostCharacters`; `bytes` is its length.
   */
  statement: Statement;
}

/** Characters of one attribute that are read. */
export const mostCharacters = 4_000_000;

/** Attributes that tell of the parts of messages, of the system prompt, of documents and of tools, beside those of `keysOf`. */
const furtherKeys = [
  '^(?:gen_ai\\.(?:prompt|completion)|llm\\.(?:input|output)_messages)\\.[0-9]+\\.',
  '^gen_ai\\.(?:system|user|assistant|tool)\\.message ',
  '^gen_ai\\.choice ',
  '(?:^|[._])(?:system_instructions|system_prompt|instructions)$',
  '^retrieval\\.documents\\.[0-9]+\\.document\\.content$',
  '(?:^|[._])(?:retrieval|reranker)?\\.?(?:output_)?documents$',
  '^ai\\.(?:toolCall\\.(?:args|result)|response\\.toolCalls)$',
] as const;

const anyKey = [...sides.flatMap((side) => keysOf[side]), ...furtherKeys].map((one) => `(?:${one})`).join('|');

/**
 * Reads what was said in traces whose calls began in the window, of any dialect, for tools that an administrator runs: who they are
 * is not asked. Content that a trace's spans wrote outside the window is not read.
 */
export function* contentsOf(
  traceIds: readonly string[],
  window: { from: number; to: number },
  settings: Settings,
  now: number
): Exchange<Contents> {
  const request: Request = { refId: 'A', ...window, intervalMs: 60_000, maxDataPoints: 1, fromAlert: false };
  const source = yield* ask(columnsOf(settings));
  refuseWithoutIds({ source, spans: spanColumns(source, settings) });
  const windows = [{ ...window, step: 60, delay: 0 }];
  const census = yield* countedIn(source, settings, { now }, () => ({ windows }));
  yield* redactionsTaken(settings);
  const known = { source, census };
  const { nodes, elsewhere } = yield* readTraces(
    ofTraces,
    known,
    settings,
    request,
    traceIds,
    readFor.content,
    (nodes) => ({ rows: [], nodes: nodes.map(told) })
  );
  const context = contextIn(known, ofTraces, request, settings);
  const select = pairsSaid(tracesOf(context, traceIds, elsewhere));
  return { spans: nodes, statement: measureStatement(select, context, request) };
}

/** What traces are read for: no conversation by its name, but what was said. */
const ofTraces: ConversationQuery = {
  version: currentVersion,
  kind: 'conversation',
  format: 'table',
  conversationId: '',
  content: true,
  estimate: 'ignore',
};

const told = (node: Node): ToldSpan => ({
  home: node.home,
  above: node.above,
  call: node.stands !== '' ? node.stands : node.fact === '' ? '' : node.home,
  fact: node.fact,
  operation: textOf(node.span, 'operation'),
  tool: textOfCall(node, 'tool'),
  at: textOf(node.span, 'at'),
});

function pairsSaid(traces: Traces): Select {
  const part = (index: number): Expression => call('tupleElement', column('p'), number(index));
  const [key, value] = [part(1), part(2)];
  const whole = bound(
    'v',
    value,
    call('if', infix('>', call('lengthUTF8', column('v')), number(mostCharacters)), text(''), column('v'))
  );
  return {
    kind: 'select',
    columns: [
      { as: 'home', value: column('home') },
      { as: 'at', value: call('toString', nanoseconds(column('at'))) },
      { as: 'number', value: column('number') },
      { as: 'key', value: key },
      { as: 'value', value: withoutRedacted(whole, traces.all.settings) },
      { as: 'bytes', value: call('length', value) },
    ],
    from: from(writtenPairs(traces)),
    where: infix('AND', infix('!=', value, text('')), call('match', key, text(anyKey))),
    orderBy: ['home', 'at', 'number'].map((by) => ({ by: column(by), direction: 'ASC' as const })),
  };
}
