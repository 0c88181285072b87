import { planBudgets } from '../budgets/query.ts';
import { UserError } from '../errors.ts';
import { explain } from '../explain.ts';
import type { Call, Plan, Reply, Request, Statement, StatementResult } from '../host.ts';
import { ask, proceed, first, type Exchange } from '../lookups/exchange.ts';
import type { Asker } from '../lookups/census.ts';
import { readCensus } from '../lookups/censusanswers.ts';
import { redactionsTaken } from '../lookups/redactions.ts';
import { columnsOf, countedIn, lookUp } from '../lookups/rounds.ts';
import { windowsOfQuery } from '../lookups/wanted.ts';
import { memo } from '../memo.ts';
import { sqlIsOff } from '../messages.ts';
import { guarded, tierAdvice } from './readlimit.ts';
import { withLinks } from './links.ts';
import { blockStatements, planOf } from './plans.ts';
import { planConversation } from './planconversation.ts';
import { planLogs } from './planlogs.ts';
import { planTrace } from './plantrace.ts';
import type { CompiledQuery, Query, SqlQuery } from '../query/model.ts';
import { contentOf } from './withcontent.ts';
import { parseQuery } from '../query/parse.ts';
import { askingOf, type Asking } from '../settings/readscontent.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import type { SourceDescription } from '../source/description.ts';
import { checkedSql } from '../usersql/checked.ts';
import { everyRow, filtersIn, noticesOfFilters, rowCondition, withCondition } from '../usersql/filters.ts';
import { readableIn } from '../usersql/readable.ts';
import { windowOf } from '../window.ts';
import { compileSql, describeSql, expandedSql, failureInSql } from '../usersql/compile.ts';

const parsed = memo<Query>(200);
const read = memo<Settings>(20);

/** Turns a saved query into a plan. It first asks for the source's columns, then for their census; for SQL, for the result's types. */
export function planQuery(
  { query: saved, request, settings: host, now, unseen }: Call & { op: 'query' },
  state: unknown,
  results: StatementResult[] | undefined
): Reply<Plan> {
  const query = parsed(JSON.stringify(saved) ?? '', () => parseQuery(saved));
  const settings = read(JSON.stringify(host), () => readSettings(host));
  const asking = askingOf(settings, asRule(query, request));
  const reply = proceed(planned(query, asking, settings, { now, unseen }), state, results);
  return 'done' in reply && query.kind !== 'sql'
    ? { done: { ...reply.done, frame: withLinks(reply.done.frame, host, settings, asking) } }
    : reply;
}

/** A query that is only evaluated as a rule gets what a rule would, errors among it. */
const asRule = ({ evaluate }: Query, request: Request): Request =>
  evaluate === 'rule' ? { ...request, fromAlert: true } : request;

/** When a query is asked, and whether the lookups must be younger than usual. */
type Moment = Pick<Asker, 'now' | 'unseen'>;

function planned(query: Query, request: Asking, settings: Settings, moment: Moment): Exchange<Plan> {
  switch (query.kind) {
    case 'budgets':
      return planBudgets(query, request, settings, moment);
    case 'sql':
      return planSql(query, request, settings, moment);
    case 'trace':
      return planTrace(query, request, settings, moment);
    case 'logs':
      return planLogs(query, request, settings);
    case 'conversation':
      return planConversation(query, request, settings, moment);
    default:
      return planCompiled(query, request, settings, moment);
  }
}

function* planSql(query: SqlQuery, request: Asking, settings: Settings, moment: Moment): Exchange<Plan> {
  const expanded = expandedSql(query, request, settings);
  if (settings.sql === 'off') {
    throw new UserError(sqlIsOff(), 'query');
  }
  const isFiltered = filtersIn(expanded.sql, query).length > 0;
  const sql = yield* isFiltered
    ? filteredSql(expanded, query, request, settings, moment)
    : permittedSql(expanded, request, settings);
  const plan = yield* ask({
    step: 'plan',
    need: () => ({ statements: [describeSql(sql)] }),
    read: (answers) => ({
      ...compileSql(query, sql, first(answers), request, settings),
      notices: noticesOfFilters(expanded.sql, query),
      ...(request.readsContent ? { audit: contentOf(query) } : {}),
    }),
    failed: (failure) => explain(failureInSql(failure, sql, query, request, settings)),
  });
  yield* guarded({ step: 'estimate', query, request, settings, statements: () => [plan.statement] });
  return plan;
}

/** Refuses SQL that may show content to somebody who may not read it. `$__filters` is true for every row. */
function* permittedSql(statement: Statement, request: Asking, settings: Settings): Exchange<Statement> {
  const { step, need, read } = columnsOf(settings);
  // Checked once, not again in each later step.
  const sql = isChecked(request, settings)
    ? yield* ask({ step, as: 'checked', need, read: (answers) => checkedIn(read(answers), statement, settings) })
    : statement.sql;
  return { ...statement, sql: withCondition(sql, everyRow) };
}

/** The same with the query's filters in place of `$__filters`: what the table holds says how they are written. */
function* filteredSql(
  statement: Statement,
  query: SqlQuery,
  request: Asking,
  settings: Settings,
  moment: Moment
): Exchange<Statement> {
  const source = yield* ask(columnsOf(settings));
  const window = windowOf(request, query, settings.delaySeconds);
  const asker = { ...moment, until: request.fromAlert ? window.to : undefined };
  const counted = yield* countedIn(source, settings, asker, () => ({ windows: [window] }));
  const { sql, params } = yield* ask<Pick<Statement, 'sql' | 'params'>>({
    step: 'filtered',
    need: () => ({ statements: [] }),
    read: () => {
      const known = { source, settings, census: readCensus(counted, settings), window };
      const condition = rowCondition(filtersIn(statement.sql, query), known);
      const permitted = isChecked(request, settings) ? checkedIn(source, statement, settings) : statement.sql;
      return { sql: withCondition(permitted, condition), params: { ...condition.params, ...statement.params } };
    },
  });
  return { ...statement, sql, params };
}

const isChecked = ({ readsContent }: Asking, settings: Settings): boolean => settings.sql !== 'all' && !readsContent;

const checkedIn = (source: SourceDescription, { sql }: Statement, settings: Settings): string =>
  checkedSql(sql, readableIn(source, settings.content));

function* planCompiled(query: CompiledQuery, request: Request, settings: Settings, moment: Moment): Exchange<Plan> {
  const until = request.fromAlert ? windowOf(request, query, settings.delaySeconds).to : undefined;
  const known = yield* lookUp(query, () => windowsOfQuery(query, request, settings), settings, { ...moment, until });
  if (query.kind === 'spans') {
    yield* redactionsTaken(settings);
  }
  const asked = { query, settings, ...known };
  const block = () => blockStatements(asked, request);
  yield* guarded({ step: 'estimate: block', query, request, settings, statements: block });
  const { plan, isStorable } = yield* ask({
    step: 'block',
    need: () => ({ statements: block() }),
    read: (before) => planOf(asked, request, before),
    // An answer over a limit is no reason to fail: the query reads those hours itself.
    instead: (failure) => (failure.phase === 'limit' ? planOf(asked, request) : undefined),
  });
  yield* guarded({
    step: 'estimate',
    query,
    request,
    settings,
    statements: () => [plan.statement],
    tier: () => tierAdvice(asked, request, isStorable, moment.now),
  });
  return plan;
}
