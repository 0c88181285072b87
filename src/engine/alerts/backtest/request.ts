import * as z from 'zod/mini';

import { UserError } from '../../errors.ts';
import type { Query } from '../../query/model.ts';
import { parseQuery } from '../../query/parse.ts';
import { inEnglish } from '../../schemamessages.ts';
import { isExpression, type GrafanaQuery } from '../grafana.ts';
import {
  comparisonsIn,
  conditionOf,
  isWorstLow,
  numberOf,
  queriesIn,
  replaced,
  withNumber,
  type Condition,
} from './condition.ts';
import {
  comparisonMissing,
  comparisonWithoutNumber,
  conditionWithoutQuery,
  rangeEmpty,
  otherDatasource,
  refIdMissing,
  requestUnreadable,
  seriesNotReplayed,
  tooManyTicks,
  tooManyTrials,
} from './messages.ts';
import type { BacktestRequest } from './model.ts';
import { scheduleOf, type Schedule } from './schedule.ts';

const mostTicks = 100_000;
/** Values of all numbers together: each is a condition more in the statement. */
const mostTrials = 100;
const mostIncidents = 1000;

const seconds = z.number().check(z.minimum(0), z.maximum(366 * 86_400));
const instant = z.number().check(z.minimum(0), z.maximum(4_000_000_000_000));

const schema = z.object({
  rule: z.object({
    condition: z.string().check(z.minLength(1)),
    data: z
      .array(
        z.object({
          refId: z.string().check(z.minLength(1)),
          relativeTimeRange: z._default(z.object({ from: seconds, to: seconds }), { from: 0, to: 0 }),
          datasourceUid: z.string(),
          model: z.record(z.string(), z.unknown()),
        })
      )
      .check(z.minLength(1), z.maxLength(100)),
    noDataState: z._default(z.enum(['NoData', 'Alerting', 'OK', 'KeepLast']), 'NoData'),
    execErrState: z._default(z.enum(['Error', 'Alerting', 'OK', 'KeepLast']), 'Error'),
    for: z._default(seconds, 0),
    keepFiringFor: z.optional(seconds),
    missingSeriesEvalsToResolve: z.optional(z.int().check(z.minimum(1))),
  }),
  from: instant,
  to: instant,
  interval: z.int().check(z.minimum(1), z.maximum(86_400)),
  incidents: z.optional(
    z
      .array(z.object({ from: instant, to: instant, labels: z.optional(z.record(z.string(), z.string())) }))
      .check(z.maxLength(mostIncidents))
  ),
  grid: z.optional(
    z
      .array(
        z.object({
          comparison: z.int().check(z.minimum(0)),
          values: z.array(z.number()).check(z.minLength(1), z.maxLength(mostTrials)),
        })
      )
      .check(z.maxLength(mostTrials))
  ),
  chart: z.optional(z.object({ refId: z.string(), points: z.int().check(z.minimum(1), z.maximum(2000)) })),
});

/** A number to try: the comparison's index, and the value. */
export interface Tried {
  comparison: number;
  current: number;
  values: readonly number[];
}

/** A query of the rule, as Grafana evaluates it. */
export interface RuleQuery {
  refId: string;
  datasourceUid: string;
  /** Seconds before the tick. */
  range: { from: number; to: number };
  saved: Record<string, unknown>;
  query: Query;
}

/** Returns a key that is the same for refIds of one statement, which only differ in the column they show. */
export const statementOf = ({ query: { select: _, ...query }, range, datasourceUid }: RuleQuery): string =>
  JSON.stringify([query, range, datasourceUid]);

/** The checked request. */
export interface Replay {
  request: BacktestRequest;
  schedule: Schedule;
  queries: RuleQuery[];
  /** The rule's own condition, followed by one per tried value, in the grid's order. */
  conditions: Condition[];
  tried: Tried[];
  /** Whether the lowest value of the chart's refId is the worst. */
  lowest: boolean;
}

/**
 * Reads and checks a request. Throws UserError for what cannot be replayed, such as queries of other data sources than `ownUid`,
 * where that is known.
 */
export function readReplay(body: unknown, ownUid?: string): Replay {
  const parsed = schema.safeParse(body, inEnglish);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UserError(requestUnreadable(issue?.path.join('.') ?? '', issue?.message ?? 'unreadable'), 'query');
  }
  const request: BacktestRequest = parsed.data;
  const schedule = scheduleOf(request);
  if (schedule.count < 1) {
    throw new UserError(rangeEmpty(), 'query');
  }
  if (schedule.count > mostTicks) {
    throw new UserError(tooManyTicks(schedule.count, mostTicks), 'limit');
  }
  const { data, condition: refId } = request.rule;
  const condition = conditionOf(data, refId);
  const queries = data.filter((query) => !isExpression(query)).map((query) => readQuery(query, ownUid));
  if (queriesIn(condition).length === 0) {
    throw new UserError(conditionWithoutQuery(), 'query');
  }
  const { chart } = request;
  if (chart && !queries.some((query) => query.refId === chart.refId)) {
    throw new UserError(
      refIdMissing(
        chart.refId,
        queries.map((query) => query.refId)
      ),
      'query'
    );
  }
  const trials = (request.grid ?? []).reduce((sum, { values }) => sum + values.length, 0);
  if (trials > mostTrials) {
    throw new UserError(tooManyTrials(trials, mostTrials), 'limit');
  }
  const grid = (request.grid ?? []).map(({ comparison, values }) => triedOf(condition, comparison, values));
  return {
    request,
    schedule,
    queries,
    conditions: [condition, ...grid.flatMap(({ conditions }) => conditions)],
    tried: grid.map(({ tried }) => tried),
    lowest: chart !== undefined && isWorstLow(condition, chart.refId),
  };
}

function readQuery(
  { refId, datasourceUid, relativeTimeRange, model }: GrafanaQuery,
  ownUid: string | undefined
): RuleQuery {
  if (ownUid !== undefined && datasourceUid !== ownUid) {
    throw new UserError(otherDatasource(refId, datasourceUid, ownUid), 'query');
  }
  const query = parseQuery(model);
  if (query.format !== 'table') {
    throw new UserError(seriesNotReplayed(refId), 'query');
  }
  return { refId, datasourceUid, range: relativeTimeRange, saved: model, query };
}

function triedOf(condition: Condition, index: number, values: readonly number[]) {
  const comparisons = comparisonsIn(condition);
  const comparison = comparisons[index];
  if (!comparison) {
    throw new UserError(comparisonMissing(index, comparisons.length), 'query');
  }
  const current = numberOf(comparison);
  if (current === null) {
    throw new UserError(comparisonWithoutNumber(index), 'query');
  }
  return {
    tried: { comparison: index, current, values },
    conditions: values.map((value) => replaced(condition, comparison, withNumber(comparison, value))),
  };
}
