import { refuseAlerts } from '../compile/kinds/refuse.ts';
import type { GivenRow } from '../compile/kinds/trace/given.ts';
import { refuseWithoutIds, spellingsOf } from '../compile/kinds/trace/ids.ts';
import { readFor } from '../compile/kinds/trace/read.ts';
import { mostInTree } from '../compile/kinds/trace/spans.ts';
import { mostSpans } from '../compile/kinds/trace/trace.ts';
import { limitsOf } from '../compile/statement.ts';
import type { Notice, Plan } from '../host.ts';
import type { Asker } from '../lookups/census.ts';
import { ask, type Exchange } from '../lookups/exchange.ts';
import { foundTrace, traceTimesOf, type Found } from '../lookups/found.ts';
import { redactionsTaken } from '../lookups/redactions.ts';
import { columnsOf, lookUpIn } from '../lookups/rounds.ts';
import { windowsOfQuery } from '../lookups/wanted.ts';
import { notChosen, nothingAddedUp, spansLeftOut, spansNotRead, traceCut, traceNotFound } from '../messages.ts';
import type { TraceQuery } from '../query/model.ts';
import type { Asking } from '../settings/readscontent.ts';
import type { Settings } from '../settings/settings.ts';
import { spanColumns } from '../source/layouts/index.ts';
import { graphEdges, graphNodes } from '../traces/graph.ts';
import type { Node } from '../traces/countedspans.ts';
import { toldSpans } from '../traces/tags.ts';
import { nothing } from './empty.ts';
import { planOf } from './plans.ts';
import { readTraces } from './readtraces.ts';
import { permitted } from './withcontent.ts';

const second = 1000;
const day = 86_400_000;

/** How far around the query's time range a trace is looked for, where no table says when it was. */
export const traceMargin = 3600 * second;
/** How far around a trace calls are read that other traces tell of. */
const callsMargin = 60 * second;
/** A trace that is longer has an id that was used again and again. */
const mostDays = 31;

/** Plans a trace: when it was is asked first, then what the days hold in which it was, and then what its spans are counted as. */
export function* planTrace(
  saved: TraceQuery,
  request: Asking,
  settings: Settings,
  moment: Pick<Asker, 'now' | 'unseen'>
): Exchange<Plan> {
  refuseAlerts(saved, request);
  if (saved.traceId === '') {
    return nothing(saved, limitsOf(settings, request), notChosen('trace'));
  }
  const { query, told } = permitted(saved, request, settings);
  const source = yield* ask(columnsOf(settings));
  refuseWithoutIds({ source, spans: spanColumns(source, settings) });
  const ids = spellingsOf(query.traceId, source);
  const range = { from: request.from - traceMargin, to: request.to + traceMargin };
  const found = yield* foundTrace(source, settings, ids, range);
  if (!found) {
    return nothing(query, limitsOf(settings, request), traceNotFound(traceMargin / 60_000, !!traceTimesOf(source)));
  }
  const last = Math.max(found.from, found.to - mostDays * day);
  const inside = { ...request, from: last - callsMargin, to: found.to + callsMargin };
  const windows = () => windowsOfQuery(query, inside, settings);
  const known = yield* lookUpIn(source, query, windows, settings, moment, { tiers: false });
  // Errors are redacted for everyone.
  yield* redactionsTaken(settings);
  const read = readFor[(query.view ?? 'spans') === 'spans' ? 'spans' : 'graph'];
  const { isCut, ...single } = yield* readTraces(query, known, settings, inside, ids, read, (nodes) => ({
    rows: rowsOf(query, nodes, found),
  }));
  const { plan } = planOf({ query, settings, single, ...known }, inside);
  return told({
    ...plan,
    notices: [...plan.notices, ...noticesOf(query, found, last, isCut)],
    meta: {
      ...plan.meta,
      traceId: query.traceId,
      ...(query.spanId === undefined ? {} : { spanId: query.spanId }),
      spans: found.spans,
    },
  });
}

function rowsOf({ view, spanId }: TraceQuery, nodes: readonly Node[], { spans }: Found): GivenRow[] {
  switch (view) {
    case 'nodes':
      return graphNodes(nodes);
    case 'edges':
      return graphEdges(nodes);
    default:
      return toldSpans(nodes, { total: spans <= mostInTree, focus: spanId });
  }
}

function noticesOf(query: TraceQuery, { spans, from }: Found, last: number, isCut: boolean): Notice[] {
  const isShown = (query.view ?? 'spans') === 'spans';
  return [
    ...(isShown && spans > mostSpans ? [spansLeftOut(mostSpans, spans)] : []),
    ...(spans > mostInTree ? [nothingAddedUp(spans, mostInTree)] : []),
    ...(isCut ? [spansNotRead(mostInTree)] : []),
    ...(last > from ? [traceCut(mostDays)] : []),
  ].map((text) => ({ severity: 'warning', text }));
}
