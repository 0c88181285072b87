import { refuseAlerts } from '../compile/kinds/refuse.ts';
import { spellingsOf } from '../compile/kinds/trace/ids.ts';
import type { Plan } from '../host.ts';
import { ask, type Exchange } from '../lookups/exchange.ts';
import { foundTrace } from '../lookups/found.ts';
import { redactionsTaken } from '../lookups/redactions.ts';
import { columnsOf } from '../lookups/rounds.ts';
import type { LogsQuery } from '../query/model.ts';
import type { Asking } from '../settings/readscontent.ts';
import type { Settings } from '../settings/settings.ts';
import { guarded } from './readlimit.ts';
import { planOf } from './plans.ts';
import { traceMargin } from './plantrace.ts';
import { permitted } from './withcontent.ts';

/** Plans log records: those of a trace are looked for where its spans are, those of the time range need no lookup. */
export function* planLogs(saved: LogsQuery, request: Asking, settings: Settings): Exchange<Plan> {
  refuseAlerts(saved, request);
  const { query, told } = permitted(saved, request, settings);
  const source = yield* ask(columnsOf(settings));
  const range = { from: request.from - traceMargin, to: request.to + traceMargin };
  const found =
    query.traceId === undefined ? null : yield* foundTrace(source, settings, spellingsOf(query.traceId, source), range);
  const from = found ? Math.min(found.from - traceMargin, request.from) : request.from;
  const to = found ? Math.max(found.to + traceMargin, request.to) : request.to;
  const { plan } = planOf({ query, settings, source, census: [] }, { ...request, from, to });
  // Errors are redacted for everyone.
  yield* redactionsTaken(settings);
  yield* guarded({ step: 'estimate', query, request, settings, statements: () => [plan.statement] });
  return told(plan);
}
