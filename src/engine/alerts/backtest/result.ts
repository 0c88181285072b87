import type { Settings } from '../../settings/settings.ts';
import { instanceOf } from './firings.ts';
import { rulesOf } from './machine.ts';
import { tooManySeries } from './messages.ts';
import type { BacktestResult, Instance } from './model.ts';
import type { Replay, RuleQuery } from './request.ts';
import { seriesOf, type Answered } from './runlengths.ts';
import type { Span } from './runs.ts';
import { tickAt, type Schedule } from './schedule.ts';
import { keyOf, simulate, type Stand } from './simulate.ts';
import { suggested, trialOf } from './trials.ts';

/** The outcome of a replay: its ticks, the answers, and where it failed. */
export interface Replayed {
  schedule: Schedule;
  coarser: string | null;
  answers: readonly Answered[];
  errors: readonly Span[];
  notices: readonly string[];
}

/** Returns the number of ticks between points of the chart. */
export const sizeOfPoints = ({ count }: Schedule, points: number): number => Math.ceil(count / points);

export function resultOf(replay: Replay, replayed: Replayed, settings: Settings): BacktestResult {
  const { schedule, answers, errors } = replayed;
  const rules = rulesOf({ ...replay.request, interval: schedule.interval });
  const stand = standOf(replay.queries, rules.execErrState === 'Error');
  const instancesOf = (condition: number): Instance[] =>
    simulate(seriesOf(answers, condition), errors, schedule.count, rules, stand).map((one) =>
      instanceOf(one, schedule, replay.lowest)
    );
  const instances = instancesOf(0);
  const incidents = replay.request.incidents ?? [];
  let condition = 1;
  const trials = replay.tried.map(({ comparison, current, values }) => {
    const tried = values.map((value) => trialOf(value, instancesOf(condition++), incidents));
    return { comparison, trials: tried, suggested: suggested(tried, incidents.length, current) };
  });
  const sum = (of: (instance: Instance) => number) => instances.reduce((total, instance) => total + of(instance), 0);
  return {
    ticks: {
      first: tickAt(schedule, 0),
      interval: schedule.interval,
      count: schedule.count,
      coarser: replayed.coarser,
    },
    instances,
    firings: sum(({ firings }) => firings.length),
    firingSeconds: sum(({ firingSeconds }) => firingSeconds),
    flaps: sum(({ flaps }) => flaps),
    trials,
    chart: replay.request.chart ? chartOf(answers, instances, schedule, replay.request.chart.points) : [],
    notices: [
      ...replayed.notices,
      ...(answers.length > settings.limits.series ? [tooManySeries(answers.length, settings.limits.series)] : []),
    ],
  };
}

/** Builds the labels of instances that Grafana creates itself, which say which queries had no answer. */
function standOf(queries: readonly RuleQuery[], withError: boolean): Stand {
  const uids = [...new Set(queries.map(({ datasourceUid }) => datasourceUid))];
  const noData = uids.map((uid) => ({
    datasource_uid: uid,
    ref_id: queries
      .filter(({ datasourceUid }) => datasourceUid === uid)
      .map(({ refId }) => refId)
      .sort()
      .join(','),
  }));
  const [first] = queries;
  return {
    noData,
    error: withError && first ? { datasource_uid: first.datasourceUid, ref_id: first.refId } : {},
  };
}

/** Builds the chart, with the instances that fired first, and each point at its time. */
function chartOf(
  answers: readonly Answered[],
  instances: readonly Instance[],
  schedule: Schedule,
  points: number
): BacktestResult['chart'] {
  const size = sizeOfPoints(schedule, points);
  const firings = new Map(instances.map(({ labels, firings: own }) => [keyOf(labels), own.length]));
  return answers
    .filter((answer) => answer.points.length > 0)
    .sort((a, b) => (firings.get(keyOf(b.labels)) ?? 0) - (firings.get(keyOf(a.labels)) ?? 0))
    .map((answer) => ({
      labels: answer.labels,
      points: answer.points.map(([place, value]) => [tickAt(schedule, place * size), value]),
    }));
}
