import { contextOf } from '../compile/context/context.ts';
import { callRows, mergedFacts } from '../compile/kinds/trace/calls.ts';
import type { GivenRow } from '../compile/kinds/trace/given.ts';
import type { Single } from '../compile/kinds/trace/single.ts';
import { spansAlone } from '../compile/kinds/trace/spans.ts';
import { tracesOf, type Traces } from '../compile/kinds/trace/within.ts';
import { measureStatement } from '../compile/statement.ts';
import type { Answer, Request, Statement } from '../host.ts';
import { readCensus } from '../lookups/censusanswers.ts';
import { ask, type Conversation } from '../lookups/conversation.ts';
import type { Known } from '../lookups/rounds.ts';
import type { SingleQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import type { Select } from '../sql/nodes.ts';
import { callsIn, spansIn, type CallRow, type SpanRow } from '../traces/answers.ts';
import { nodesOf, type Node } from '../traces/nodes.ts';
import { windowOf } from '../window.ts';
import { guarded } from './guard.ts';

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
  make: (nodes: readonly Node[]) => Made
): Conversation<Single & Made> {
  const statement = (of: (traces: Traces) => Select | null, elsewhere: readonly string[] = []): Statement[] => {
    const context = contextOf({
      source: known.source,
      settings,
      census: readCensus(known.census, settings),
      window: windowOf(request, {}, settings.delaySeconds),
    });
    const select = of(tracesOf(context, traceIds, elsewhere));
    return select ? [measureStatement(select, context, request)] : [];
  };
  const made = (calls: readonly CallRow[], spans: readonly SpanRow[], elsewhere: readonly string[]) => {
    const nodes = nodesOf(spans, calls, traceIds);
    const about = nodes.filter(({ stands }) => stands !== '').map(({ home, stands }) => ({ home, call: stands }));
    return { ...make(nodes), traceIds, elsewhere, about };
  };
  const statements = () =>
    [spansAlone, ...mergedFacts.map((fact) => (traces: Traces) => callRows(traces, fact))].flatMap((of) =>
      statement(of)
    );
  yield* guarded({ step: 'estimate', query, request, settings, statements });
  const first = yield* ask({
    step: 'trace: calls',
    need: () => ({ statements: statements() }),
    read: ([ofSpans, ...ofCalls]: Answer[]) => {
      const spans = ofSpans ? spansIn(ofSpans) : [];
      const calls = ofCalls.flatMap((answer, index) => callsIn(mergedFacts[index] ?? 'requests', answer));
      const elsewhere = homesElsewhere(calls, traceIds);
      return elsewhere.length > 0 ? { calls, elsewhere } : made(calls, spans, []);
    },
  });
  if (!('calls' in first)) {
    return first;
  }
  const { calls, elsewhere } = first;
  return yield* ask({
    step: 'trace: spans elsewhere',
    need: () => ({ statements: statement(spansAlone, elsewhere) }),
    read: ([answer]) => made(calls, answer ? spansIn(answer) : [], elsewhere),
  });
}

/** The spans of other traces that tell of the calls. */
function homesElsewhere(calls: readonly CallRow[], traceIds: readonly string[]): string[] {
  const isAtHome = (home: string) => traceIds.some((id) => home.startsWith(`${id}:`));
  return [...new Set(calls.flatMap(({ home, members }) => (isAtHome(home) ? members : [])))].filter(
    (home) => !isAtHome(home)
  );
}
