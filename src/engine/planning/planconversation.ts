import { mostTurns, tracesOfConversation } from '../compile/kinds/conversation.ts';
import { refuseAlerts } from '../compile/kinds/refuse.ts';
import { refuseWithoutIds } from '../compile/kinds/trace/ids.ts';
import { mostInTree } from '../compile/kinds/trace/spans.ts';
import { readFor } from '../compile/kinds/trace/read.ts';
import { limitsOf, measureStatement } from '../compile/statement.ts';
import type { Answer, Plan } from '../host.ts';
import type { Asker } from '../lookups/census.ts';
import { ask, type Exchange } from '../lookups/exchange.ts';
import { redactionsTaken } from '../lookups/redactions.ts';
import { columnsOf, lookUpIn } from '../lookups/rounds.ts';
import { windowsOfQuery } from '../lookups/wanted.ts';
import { conversationNotFound, notChosen, spansNotRead, turnsLeftOut } from '../messages.ts';
import type { ConversationQuery } from '../query/model.ts';
import type { Asking } from '../settings/readscontent.ts';
import type { Settings } from '../settings/settings.ts';
import { spanColumns } from '../source/layouts/index.ts';
import { conversationOf } from '../traces/turns.ts';
import { contextIn } from './contextin.ts';
import { nothing } from './empty.ts';
import { guarded } from './readlimit.ts';
import { planOf } from './plans.ts';
import { readTraces } from './readtraces.ts';
import { permitted } from './withcontent.ts';

/** How far around the spans of a conversation the other spans of its traces are read. */
const margin = 3_600_000;

interface InTraces {
  ids: string[];
  from: number;
  to: number;
}

/** Plans a conversation: its traces are looked up in the time range, and then what all of it cost. */
export function* planConversation(
  saved: ConversationQuery,
  request: Asking,
  settings: Settings,
  moment: Pick<Asker, 'now' | 'unseen'>
): Exchange<Plan> {
  refuseAlerts(saved, request);
  if (saved.conversationId === '') {
    return nothing(saved, limitsOf(settings, request), notChosen('conversation'));
  }
  const { query, told } = permitted(saved, request, settings);
  const source = yield* ask(columnsOf(settings));
  refuseWithoutIds({ source, spans: spanColumns(source, settings) });
  const around = { ...request, from: request.from - margin, to: request.to + margin };
  const windows = () => windowsOfQuery(query, around, settings);
  const known = yield* lookUpIn(source, query, windows, settings, moment, { tiers: false });
  const statements = () => {
    const context = contextIn(known, query, request, settings);
    return [measureStatement(tracesOfConversation(context, query), context, request)];
  };
  yield* guarded({ step: 'estimate of traces', query, request, settings, statements });
  const found = yield* ask<InTraces | null>({
    step: 'conversation: traces',
    need: () => ({ statements: statements() }),
    read: ([answer]) => (answer ? tracesIn(answer) : null),
  });
  if (!found) {
    return nothing(query, limitsOf(settings, request), conversationNotFound());
  }
  const inside = { ...request, from: found.from - margin, to: found.to + margin };
  const traceIds = found.ids.slice(0, mostTurns);
  if (query.content) {
    yield* redactionsTaken(settings);
  }
  const { sums, isCut, ...single } = yield* readTraces(
    query,
    known,
    settings,
    inside,
    traceIds,
    readFor.turns,
    (nodes) => conversationOf(nodes, query.conversationId)
  );
  const { plan } = planOf({ query, settings, single, ...known }, inside);
  const isLong = found.ids.length > mostTurns || Number(sums.turns ?? 0) > mostTurns;
  const warnings = [...(isLong ? [turnsLeftOut(mostTurns)] : []), ...(isCut ? [spansNotRead(mostInTree)] : [])];
  return told({
    ...plan,
    notices: [...plan.notices, ...warnings.map((text) => ({ severity: 'warning' as const, text }))],
    meta: { ...plan.meta, conversation: sums },
  });
}

function tracesIn({ columns, rows }: Answer): InTraces | null {
  const at = (row: readonly unknown[], name: string): unknown => row[columns.indexOf(name)];
  return rows.length === 0
    ? null
    : {
        ids: rows.map((row) => String(at(row, 'trace'))),
        from: Math.min(...rows.map((row) => Number(at(row, 'first')))),
        to: Math.max(...rows.map((row) => Number(at(row, 'last')))) + 1,
      };
}
