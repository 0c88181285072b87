import { ask, proceed, first, type Exchange } from '../../lookups/exchange.ts';
import { lookUp } from '../../lookups/rounds.ts';
import { readCensus } from '../../lookups/censusanswers.ts';
import { readHistory } from '../../lookups/prompthistory.ts';
import { asksForScores } from '../../lookups/wanted.ts';
import { tierUse } from '../../compile/context/tier.ts';
import { shownColumns } from '../../compile/compiled.ts';
import { nameOf } from '../../compile/measures/plan.ts';
import type { HostSettings, Reply, StatementResult } from '../../host.ts';
import type { MeasureQuery } from '../../query/model.ts';
import { readSettings, type Settings } from '../../settings/settings.ts';
import { alertStep } from '../../window.ts';
import { scoresCount } from './messages.ts';
import type { BacktestResult } from './model.ts';
import { replayOneByOne } from './onebyone.ts';
import { readReplay, statementOf, type Replay } from './request.ts';
import { resultOf, sizeOfPoints } from './result.ts';
import { readRuns, type Asked } from './runlengths.ts';
import type { Sliding } from './schedule.ts';
import { backtestStatement, windowsRead } from './statement.ts';

/**
 * Replays when a rule would have fired; see model.ts.
 *
 * A rule over one measure query is replayed in one statement: ClickHouse slides the windows over the rows and returns the
 * run lengths of the condition. Any other rule is replayed one evaluation at a time. Grafana's states follow from the runs
 * alone.
 */
export function backtest(
  body: unknown,
  host: HostSettings,
  now: number,
  state?: unknown,
  results?: StatementResult[]
): Reply<BacktestResult> {
  const replay = readReplay(body, host.uid);
  const settings = readSettings(host);
  const slides = slidesOf(replay, settings);
  return slides
    ? proceed(replaySliding(replay, slides, settings, now), state, results)
    : replayOneByOne(replay, host, settings, now, state, results);
}

interface Slides {
  query: MeasureQuery;
  sliding: Sliding;
  /** The query's columns, by refId. */
  columns: Record<string, string>;
}

/** Returns the rule's only statement, of which each refId shows a column; null if it has several. */
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

function* replaySliding(
  replay: Replay,
  { query, sliding, columns }: Slides,
  settings: Settings,
  now: number
): Exchange<BacktestResult> {
  const { request, schedule, conditions, lowest } = replay;
  const { source, census, history, tier } = yield* lookUp(
    query,
    () => windowsRead(query, schedule, sliding, settings),
    settings,
    {
      now,
    }
  );
  const use = tierUse(tier, windowsRead(query, schedule, sliding, settings));
  return yield* ask({
    step: 'runs',
    need: () => {
      const chart = request.chart && {
        refId: request.chart.refId,
        size: sizeOfPoints(schedule, request.chart.points),
        lowest,
      };
      const known = { source, census: readCensus(census, settings), history: readHistory(history), tier: use };
      const asked: Asked = { conditions, columns, chart: chart ?? null };
      return { statements: [backtestStatement(query, schedule, sliding, asked, settings, known)] };
    },
    read: (answers) =>
      resultOf(
        replay,
        {
          schedule,
          coarser: null,
          answers: readRuns(first(answers).rows, [...new Set(query.groupBy)], conditions.length),
          errors: [],
          notices: asksForScores(query) ? [scoresCount()] : [],
        },
        settings
      ),
  });
}
