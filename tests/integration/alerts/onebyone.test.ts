import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BacktestRequest } from '../../../src/engine/alerts/backtest/model.ts';
import { expressions, grafanaRule, type GrafanaQuery } from '../../../src/engine/alerts/grafana.ts';
import { errorRate } from '../../../src/engine/alerts/rules/error-rate.ts';
import { load } from '../engine/rows.ts';
import { startHost, type Host } from '../engine/support.ts';
import { key, Manager, byLabels } from '../../unit/alerts/manager.ts';
import { backtested, changesIn } from './replay.ts';
import { begin, randomTraffic } from './traffic.ts';

// Tests rules that are not one measure query, which are replayed one evaluation at a time.

let host: Host;
const minute = 60_000;

beforeAll(async () => {
  host = await startHost();
  host.settings.jsonData['sql'] = 'all';
  await load(host.url, 'otel', randomTraffic(5));
});
afterAll(() => host.close());

const query = (refId: string, model: Record<string, unknown>, from = 600): GrafanaQuery => ({
  refId,
  relativeTimeRange: { from, to: 0 },
  datasourceUid: 'uid',
  model: { refId, version: 1, format: 'table', delay: 0, ...model },
});
const expression = (refId: string, model: Record<string, unknown>): GrafanaQuery => ({
  refId,
  relativeTimeRange: { from: 0, to: 0 },
  datasourceUid: expressions,
  model: { refId, ...model },
});
const request = (data: GrafanaQuery[], more: Partial<BacktestRequest> = {}): BacktestRequest => ({
  rule: { condition: 'C', data, noDataState: 'NoData', execErrState: 'Error', for: 0 },
  from: begin,
  to: begin + 90 * minute,
  interval: 300,
  ...more,
});

test('a measure rule of two statements is what it is as one', async () => {
  const { data, condition } = grafanaRule({
    ...errorRate,
    guards: errorRate.guards.map((guard) => ({ ...guard, number: 3 })),
  });
  const rule: BacktestRequest['rule'] = { condition, data, noDataState: 'OK', execErrState: 'Error', for: 300 };
  const more = { rule, chart: { refId: 'A', points: 100 }, grid: [{ comparison: 2, values: [0.1, 0.5] }] };
  const apart = data.map((one) =>
    one.refId === 'E'
      ? { ...one, model: { ...one.model, filters: [{ dimension: 'feature', operator: 'in', values: [] }] } }
      : one
  );
  const asOne = await backtested(host, request(data, more));
  const asTwo = await backtested(host, request(apart, { ...more, rule: { ...rule, data: apart } }));
  const sorted = (instances: typeof asOne.instances) =>
    [...instances].sort((a, b) => (key(a.labels) < key(b.labels) ? -1 : 1));
  expect(asOne.firings).toBeGreaterThan(0);
  expect(sorted(asTwo.instances)).toEqual(sorted(asOne.instances));
  expect(asTwo.trials).toEqual(asOne.trials);
  expect(asTwo.ticks).toEqual(asOne.ticks);
  const points = ({ chart }: typeof asOne) => chart.map(({ labels, points: own }) => [key(labels), own]).sort();
  expect(points(asTwo)).toEqual(points(asOne));
});

test('SQL has its values, its gaps and its errors', async () => {
  const sql = `SELECT 'k' AS name, toUInt8(intDiv({to:Int64}, 300000) % 7) AS place,
    toFloat64(throwIf(place = 3, 'broken')) + if(place = 4, NULL, place) AS value
    WHERE place != 5`;
  const data = [
    query('A', { kind: 'sql', sql, select: 'value', step: 300 }),
    expression('B', { type: 'reduce', expression: 'A', reducer: 'last' }),
    expression('C', { type: 'threshold', expression: 'B', conditions: [{ evaluator: { type: 'gt', params: [1] } }] }),
  ];
  const asked = request(data);
  const result = await backtested(host, asked);
  const manager = new Manager(asked.rule, 300);
  for (let tick = 0; tick < 18; tick++) {
    const place = Math.floor((begin + tick * 300_000) / 300_000) % 7;
    manager.process(tick, [
      place === 3
        ? { labels: { datasource_uid: 'uid', ref_id: 'A' }, state: 'Error' }
        : place === 5
          ? { labels: { datasource_uid: 'uid', ref_id: 'A' }, state: 'NoData' }
          : { labels: { name: 'k' }, state: place === 4 ? 'NoData' : place > 1 ? 'Alerting' : 'Normal' },
    ]);
  }
  const expected = Object.fromEntries(
    Object.entries(byLabels(manager.transitions)).map(([labels, turns]) => [
      labels,
      turns.map(({ tick, state, reason }) => ({ at: begin + tick * 300_000, state, reason })),
    ])
  );
  expect(changesIn(result)).toEqual(expected);
});

test('of many evaluations every so-manieth is taken, and said', async () => {
  const data = [
    query('A', { kind: 'sql', sql: 'SELECT 1 AS value' }),
    expression('C', { type: 'math', expression: '$A > 0' }),
  ];
  const { ticks, firings } = await backtested(host, request(data, { interval: 10, to: begin + 90 * minute }));
  expect(ticks).toMatchObject({ count: 270, interval: 20 });
  expect(ticks.coarser).toContain('every 20s instead of every 10s');
  expect(firings).toBe(1);
}, 300_000);

const threshold = (conditions: unknown) => expression('C', { type: 'threshold', expression: 'A', conditions });
const requests = query('A', { kind: 'measure', measures: [{ id: 'requests' }], groupBy: [], filters: [] });

test.each<[string, GrafanaQuery[], Partial<BacktestRequest>, string]>([
  [
    'a range without a tick',
    [requests, threshold([{ evaluator: { type: 'gt', params: [1] } }])],
    { to: begin },
    'No evaluation falls within',
  ],
  [
    'too many ticks',
    [requests, threshold([{ evaluator: { type: 'gt', params: [1] } }])],
    { to: begin + 30 * 86_400_000, interval: 10 },
    'at most 100000',
  ],
  [
    'an unknown refId',
    [requests, expression('C', { type: 'math', expression: '$X > 1' })],
    {},
    'no query or expression X',
  ],
  ['a circle', [requests, expression('C', { type: 'math', expression: '$C > 1' })], {}, 'refers to itself'],
  ['classic conditions', [requests, expression('C', { type: 'classic_conditions' })], {}, '"classic_conditions"'],
  [
    'hysteresis',
    [requests, threshold([{ evaluator: { type: 'gt', params: [1] }, unloadEvaluator: { type: 'lt', params: [0] } }])],
    {},
    'recovery threshold',
  ],
  [
    'a threshold without its number',
    [requests, threshold([{ evaluator: { type: 'gt', params: [] } }])],
    {},
    'needs exactly one con',
  ],
  [
    'a condition without a query',
    [requests, expression('C', { type: 'math', expression: '1 > 0' })],
    {},
    'uses no query of',
  ],
  [
    'a time series',
    [
      query('A', { kind: 'measure', format: 'timeseries', measures: [{ id: 'requests' }] }),
      threshold([{ evaluator: { type: 'gt', params: [1] } }]),
    ],
    {},
    'is a time series',
  ],
  [
    'a comparison that is not there',
    [requests, threshold([{ evaluator: { type: 'gt', params: [1] } }])],
    { grid: [{ comparison: 1, values: [1] }] },
    'no comparison 1',
  ],
  [
    'a kind of query that is not known',
    [query('A', { kind: 'sums' }), expression('C', { type: 'math', expression: '$A > 1' })],
    {},
    'Unknown kind of query',
  ],
])('%s is refused', async (_, data, more, message) => {
  await expect(backtested(host, request(data, more))).rejects.toThrow(message);
});
