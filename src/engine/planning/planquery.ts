import { planBudgets } from '../budgets/query.ts';
import { explain } from '../explain.ts';
import type { Answer, HostSettings, Plan, Reply, Request, StatementResult } from '../host.ts';
import { inOrder } from '../lookups/answers.ts';
import { censusStatements, daysOf } from '../lookups/census.ts';
import { readCensus } from '../lookups/censusanswers.ts';
import { historyStatements } from '../lookups/prompthistory.ts';
import { windowsOfQuery, censusOf, asksForPrevious } from '../lookups/wanted.ts';
import { memo } from '../memo.ts';
import { blockStatements, planOf } from './plans.ts';
import type { CompiledQuery, Query, SqlQuery } from '../query/model.ts';
import { parseQuery } from '../query/parse.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import { describeStatement, readDescription } from '../source/describe.ts';
import type { SourceDescription } from '../source/description.ts';
import { compileSql, describeSql, expandedSql } from '../usersql/compile.ts';
import type { Window } from '../window.ts';

/** What the last step asked for, to be given back with the next. */
type State =
  | { step: 'columns' }
  | { step: 'census'; source: SourceDescription; days: readonly Window[]; scores: boolean }
  | { step: 'history'; source: SourceDescription; census: Answer[] }
  | { step: 'block'; source: SourceDescription; census: Answer[]; history: Answer[] };

const parsed = memo<Query>(200);
const read = memo<Settings>(20);
const described = memo<SourceDescription>(20);

/** From a saved query to a plan. First it asks what the source looks like: its columns, then what they hold; or the types of the user's SQL. */
export function planQuery(
  saved: unknown,
  request: Request,
  host: HostSettings,
  state: unknown,
  results: StatementResult[] | undefined
): Reply<Plan> {
  const query = parsed(JSON.stringify(saved) ?? '', () => parseQuery(saved));
  const settings = read(JSON.stringify(host), () => readSettings(host));
  if (query.kind === 'budgets') {
    return planBudgets(query, request, settings, state, results);
  }
  const failed = results?.find((result) => !result.ok);
  if (failed && !failed.ok) {
    return { error: explain(failed.failure) };
  }
  const answers = results?.filter((result) => result.ok);
  return query.kind === 'sql'
    ? planSql(query, request, settings, answers)
    : planMeasureQuery(query, request, settings, state as State | undefined, answers);
}

function planSql(query: SqlQuery, request: Request, settings: Settings, answers: Answer[] | undefined): Reply<Plan> {
  const sql = expandedSql(query, request, settings);
  const described = answers?.[0];
  return described
    ? { done: compileSql(query, sql, described, request, settings) }
    : { need: [describeSql(sql)], state: null };
}

function planMeasureQuery(
  query: CompiledQuery,
  request: Request,
  settings: Settings,
  state: State | undefined,
  answers: Answer[] | undefined
): Reply<Plan> {
  const [columns] = answers ?? [];
  if (!answers || !columns || !state) {
    return { need: [describeStatement(settings)], state: { step: 'columns' } satisfies State, byState: true };
  }
  if (state.step === 'columns') {
    const source = described(JSON.stringify([columns, settings]), () => readDescription(columns, settings));
    const { windows, scores } = censusOf(query, windowsOfQuery(query, request, settings), settings);
    const days = daysOf(windows);
    return {
      need: censusStatements(source, settings, days, scores),
      state: { step: 'census', source, days, scores } satisfies State,
      byState: true,
    };
  }
  if (state.step === 'census' && asksForPrevious(query)) {
    const windows = windowsOfQuery(query, request, settings);
    return {
      need: historyStatements(windows, settings, state.source, readCensus(answers, settings)),
      state: { step: 'history', source: state.source, census: answers.map(inOrder) } satisfies State,
    };
  }
  const { source } = state;
  const census = state.step === 'census' ? answers : state.census;
  const history = state.step === 'census' ? [] : state.step === 'history' ? answers : state.history;
  const asked = { query, settings, source, census, history };
  if (state.step === 'block') {
    return { done: planOf(asked, request, answers) };
  }
  const need = blockStatements(asked, request);
  return need.length > 0
    ? {
        need,
        state: {
          step: 'block',
          source,
          census: census.map(inOrder),
          history: history.map(inOrder),
        } satisfies State,
      }
    : { done: planOf(asked, request) };
}
