import { callRows, mergedFacts, mostCalls } from '../compile/kinds/trace/calls.ts';
import type { GivenRow } from '../compile/kinds/trace/given.ts';
import type { Single } from '../compile/kinds/trace/single.ts';
import type { Read } from '../compile/kinds/trace/read.ts';
import { mostInTree, spansAlone } from '../compile/kinds/trace/spans.ts';
import { tracesOf, type Traces } from '../compile/kinds/trace/within.ts';
import { measureStatement } from '../compile/statement.ts';
import type { Answer, Request, Statement } from '../host.ts';
import { ask, type Exchange } from '../lookups/exchange.ts';
import type { Known } from '../lookups/rounds.ts';
import type { SingleQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import type { Select } from '../sql/nodes.ts';
import { rowsOf, textOf } from '../traces/answerrows.ts';
import { nodesOf, type CallRow, type Node } from '../traces/countedspans.ts';
import { contextIn } from './contextin.ts';
import { guarded } from './readlimit.ts';

/** What a view shows, and whatever else it says of the spans. */
type Shown = { rows: readonly GivenRow[] };

/**
 * Reads the spans of traces and the calls that they are about, and makes of them what is shown. The engine puts the tree together: one
 * statement that did took ClickHouse seconds to analyze, however small the trace.
 */
export function* readTraces<Made extends Shown>(
  query: SingleQuery,
  known: Pick<Known, 'source' | 'census'>,
  settings: Settings,
  request: Request,
  traceIds: readonly string[],
  read: Read,
  make: (nodes: readonly Node[]) => Made
): Exchange<Single & Made & { isCut: boolean }> {
  const statement = (of: (traces: Traces) => Select | null, elsewhere: readonly string[] = []): Statement[] => {
    const context = contextIn(known, query, request, settings);
    const select = of(tracesOf(context, traceIds, elsewhere));
    return select ? [measureStatement(select, context, request)] : [];
  };
  const alone = (traces: Traces) => spansAlone(traces, read);
  const isAtHome = homesOf(traceIds);
  const made = (
    ofCalls: readonly Answer[],
    ofSpans: Answer | undefined,
    elsewhere: readonly string[],
    calls = callsIn(ofCalls)
  ) => {
    const spans = ofSpans?.rows.length ?? 0;
    const nodes = nodesOf(ofSpans ? rowsOf(ofSpans) : [], calls, isAtHome);
    const about = nodes.filter(({ stands }) => stands !== '').map(({ home, stands }) => ({ home, call: stands }));
    const isCut = spans >= mostInTree || ofCalls.some(({ rows }) => rows.length >= mostCalls);
    return { ...make(nodes), isCut, traceIds, elsewhere, about };
  };
  const statements = () =>
    [alone, ...mergedFacts.map((fact) => (traces: Traces) => callRows(traces, fact, read))].flatMap((of) =>
      statement(of)
    );
  yield* guarded({ step: 'estimate', query, request, settings, statements });
  const first = yield* ask({
    step: 'trace: calls',
    need: () => ({ statements: statements() }),
    read: ([ofSpans, ...ofCalls]: Answer[]) => {
      const calls = callsIn(ofCalls);
      const elsewhere = homesElsewhere(calls, isAtHome);
      return elsewhere.length > 0 ? { ofCalls, elsewhere } : made(ofCalls, ofSpans, [], calls);
    },
  });
  if (!('ofCalls' in first)) {
    return first;
  }
  const { ofCalls, elsewhere } = first;
  return yield* ask({
    step: 'trace: spans elsewhere',
    need: () => ({ statements: statement(alone, elsewhere) }),
    read: ([ofSpans]) => made(ofCalls, ofSpans, elsewhere),
  });
}

/** The calls in the answers, in the order of their facts; a table without tool calls answers for calls of models alone. */
const callsIn = (answers: readonly Answer[]): CallRow[] =>
  answers.flatMap((answer, index) => {
    const fact = mergedFacts[index] ?? 'requests';
    return rowsOf(answer).map(({ values, places }) => ({ values, places, fact }));
  });

/** The spans of other traces that tell of the calls. */
function homesElsewhere(calls: readonly CallRow[], isAtHome: (home: string) => boolean): string[] {
  const homes = new Set<string>();
  for (const call of calls.filter((one) => isAtHome(textOf(one, 'home')))) {
    for (const member of textOf(call, 'members').split('\n')) {
      if (!isAtHome(member)) {
        homes.add(member);
      }
    }
  }
  return [...homes];
}

/**
 * Tells the homes of these traces, `<trace>:<span>`, of which a conversation has thousands in thousands of traces. Only a table of one's own
 * has ids with a colon.
 */
function homesOf(traceIds: readonly string[]): (home: string) => boolean {
  if (traceIds.some((id) => id.includes(':'))) {
    return (home) => traceIds.some((id) => home.startsWith(`${id}:`));
  }
  const ids = new Set(traceIds);
  return (home) => ids.has(home.slice(0, home.indexOf(':')));
}
