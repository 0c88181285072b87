import { planBudgets } from '../budgets/query.ts';
import { UserError } from '../errors.ts';
import type { Call, Plan, Reply, Request, Statement, StatementResult } from '../host.ts';
import { ask, converse, first, type Conversation } from '../lookups/conversation.ts';
import type { Asker } from '../lookups/census.ts';
import { columnsOf, lookUp } from '../lookups/rounds.ts';
import { windowsOfQuery } from '../lookups/wanted.ts';
import { memo } from '../memo.ts';
import { sqlIsOff } from '../messages.ts';
import { guarded, tierAdvice } from './guard.ts';
import { withLinks } from './links.ts';
import { blockStatements, planOf } from './plans.ts';
import { planConversation } from './planconversation.ts';
import { planTrace } from './plantrace.ts';
import type { CompiledQuery, Query, SqlQuery } from '../query/model.ts';
import { parseQuery } from '../query/parse.ts';
import { askingOf, type Asking } from '../settings/readscontent.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import { checkedSql } from '../usersql/checked.ts';
import { readableIn } from '../usersql/readable.ts';
import { windowOf } from '../window.ts';
import { compileSql, describeSql, expandedSql } from '../usersql/compile.ts';

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
  const reply = converse(planned(query, askingOf(settings, request), settings, { now, unseen }), state, results);
  return 'done' in reply && query.kind !== 'sql'
    ? { done: { ...reply.done, frame: withLinks(reply.done.frame, host.uid) } }
    : reply;
}

/** When a query is asked, and whether the lookups must be younger than usual. */
type Moment = Pick<Asker, 'now' | 'unseen'>;

function planned(query: Query, request: Asking, settings: Settings, moment: Moment): Conversation<Plan> {
  switch (query.kind) {
    case 'budgets':
      return planBudgets(query, request, settings, moment);
    case 'sql':
      return planSql(query, request, settings);
    case 'trace':
      return planTrace(query, request, settings, moment);
    case 'conversation':
      return planConversation(query, request, settings, moment);
    default:
      return planCompiled(query, request, settings, moment);
  }
}

function* planSql(query: SqlQuery, request: Asking, settings: Settings): Conversation<Plan> {
  const sql = yield* permittedSql(expandedSql(query, request, settings), request, settings);
  const plan = yield* ask({
    step: 'plan',
    need: () => ({ statements: [describeSql(sql)] }),
    read: (answers) => ({
      ...compileSql(query, sql, first(answers), request, settings),
      ...(request.readsContent ? { audit: { kind: query.kind } } : {}),
    }),
  });
  yield* guarded({ step: 'estimate', query, request, settings, statements: () => [plan.statement] });
  return plan;
}

/** Refuses SQL that may show content to somebody who may not read it. */
function* permittedSql(statement: Statement, { readsContent }: Asking, settings: Settings): Conversation<Statement> {
  if (settings.sql === 'off') {
    throw new UserError(sqlIsOff(), 'query');
  }
  if (settings.sql === 'all' || readsContent) {
    return statement;
  }
  const { step, need, read } = columnsOf(settings);
  // Checked once, not again in each later step.
  const sql = yield* ask({
    step,
    as: 'checked',
    need,
    read: (answers) => checkedSql(statement.sql, readableIn(read(answers), settings.content)),
  });
  return { ...statement, sql };
}

function* planCompiled(query: CompiledQuery, request: Request, settings: Settings, moment: Moment): Conversation<Plan> {
  const until = request.fromAlert ? windowOf(request, query, settings.delaySeconds).to : undefined;
  const known = yield* lookUp(query, () => windowsOfQuery(query, request, settings), settings, { ...moment, until });
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
