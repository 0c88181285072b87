import { censusStatements } from '../../lookups/census.ts';
import { readCensus } from '../../lookups/censusanswers.ts';
import { asksForScores, censusOf } from '../../lookups/wanted.ts';
import { shownColumns } from '../../compile/compiled.ts';
import { nameOf } from '../../compile/measures/plan.ts';
import { historyStatements, readHistory } from '../../lookups/prompthistory.ts';
import { asksForPrevious } from '../../lookups/wanted.ts';
import { explain } from '../../explain.ts';
import type { Answer, HostSettings, Reply, StatementResult } from '../../host.ts';
import type { MeasureQuery } from '../../query/model.ts';
import { readSettings, type Settings } from '../../settings/settings.ts';
import { describeStatement, readDescription } from '../../source/describe.ts';
import type { SourceDescription } from '../../source/description.ts';
import { alertStep } from '../../window.ts';
import { scoresCount } from './messages.ts';
import type { BacktestResult } from './model.ts';
import { replayOneByOne } from './onebyone.ts';
import { readReplay, statementOf, type Replay } from './request.ts';
import { resultOf, sizeOfPoints } from './result.ts';
import { readRuns, type Asked } from './runlengths.ts';
import type { Sliding } from './schedule.ts';
import { backtestStatement, windowsRead } from './statement.ts';

type State =
  | { step: 'columns' }
  | { step: 'census' | 'runs'; source: SourceDescription }
  | { step: 'history'; source: SourceDescription; census: Answer[] };

/**
 * When a rule would have fired, see model.ts.
 *
 * A rule over one measure query is replayed in one statement: ClickHouse has the windows slide over the rows and answers
 * with run lengths of the condition. Any other rule is replayed evaluation by evaluation. Grafana's states follow from the
 * runs alone.
 */
export function backtest(
  body: unknown,
  host: HostSettings,
  state?: unknown,
  results?: StatementResult[]
): Reply<BacktestResult> {
  const replay = readReplay(body);
  const settings = readSettings(host);
  const slides = slidesOf(replay, settings);
  return slides
    ? replaySliding(replay, slides, settings, state as State | undefined, results)
    : replayOneByOne(replay, host, settings, state, results);
}

interface Slides {
  query: MeasureQuery;
  sliding: Sliding;
  /** The query's columns by refId. */
  columns: Record<string, string>;
}

/** The rule's one statement, of which each refId shows a column; null where it has several. */
function slidesOf({ queries }: Replay, { delaySeconds }: Settings): Slides | null {
  const [first] = queries;
  if (!first || first.query.kind !== 'measure' || first.query.top) {
    return null;
  }
  if (queries.some((other) => statementOf(other) !== statementOf(first))) {
    return null;
  }
  const { query, range } = first;
  const names = query.measures.map(nameOf);
  return {
    query,
    sliding: {
      length: range.from - range.to,
      step: query.step ?? alertStep,
      behind: (query.delay ?? delaySeconds) + range.to,
    },
    columns: Object.fromEntries(
      queries.map(({ refId, query: { select } }) => [refId, shownColumns(names, select, true)[0] ?? ''])
    ),
  };
}

function replaySliding(
  replay: Replay,
  { query, sliding, columns }: Slides,
  settings: Settings,
  state: State | undefined,
  results: StatementResult[] | undefined
): Reply<BacktestResult> {
  const { request, schedule, conditions, lowest } = replay;
  const failed = results?.find((result) => !result.ok);
  if (failed && !failed.ok) {
    return { error: explain(failed.failure) };
  }
  const answers = (results ?? []).filter((result) => result.ok);
  const [first] = answers;
  if (!state || !first) {
    return { need: [describeStatement(settings)], state: { step: 'columns' } satisfies State };
  }
  if (state.step === 'columns') {
    const source = readDescription(first, settings);
    const { windows, scores } = censusOf(query, windowsRead(query, schedule, sliding), settings);
    return {
      need: censusStatements(source, settings, windows, scores),
      state: { step: 'census', source } satisfies State,
    };
  }
  const { source } = state;
  if (state.step === 'census' && asksForPrevious(query)) {
    const windows = windowsRead(query, schedule, sliding);
    return {
      need: historyStatements(windows, settings, source, readCensus(answers, settings)),
      state: { step: 'history', source, census: answers } satisfies State,
    };
  }
  if (state.step !== 'runs') {
    const chart = request.chart && {
      refId: request.chart.refId,
      size: sizeOfPoints(schedule, request.chart.points),
      lowest,
    };
    const asked: Asked = { conditions, columns, chart: chart ?? null };
    const [census, history] = state.step === 'history' ? [state.census, answers] : [answers, []];
    const known = { source, census: readCensus(census, settings), history: readHistory(history) };
    return {
      need: [backtestStatement(query, schedule, sliding, asked, settings, known)],
      state: { step: 'runs', source } satisfies State,
    };
  }
  return {
    done: resultOf(
      replay,
      {
        schedule,
        coarser: null,
        answers: readRuns(first.rows, [...new Set(query.groupBy)], conditions.length),
        errors: [],
        notices: asksForScores(query) ? [scoresCount()] : [],
      },
      settings
    ),
  };
}
