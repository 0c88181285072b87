import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BacktestRequest, BacktestResult } from '../../../src/engine/alerts/backtest/model.ts';
import { grafanaRule } from '../../../src/engine/alerts/grafana.ts';
import { alertRules as all } from '../../../src/engine/alerts/index.ts';
import { isBound, type AlertRule, type NoDataState } from '../../../src/engine/alerts/rule.ts';
import { load } from '../engine/rows.ts';
import { expectClose, startHost, type Host } from '../engine/support.ts';
import { key } from '../../unit/alerts/manager.ts';
import { backtested, changesIn, changesOf, live, ticksOf, type Live } from './replay.ts';
import { begin, generator, hours, randomTraffic } from './traffic.ts';

// A backtest gives the same result as every one of the live evaluations.

let host: Host;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', randomTraffic(11));
});

afterAll(() => host.close());

const results: BacktestResult[] = [];

/** Intervals that fit the step and that do not, for as many evaluations as time allows. */
const intervals = [300, 400, 420];

function requestOf(rule: AlertRule, index: number): BacktestRequest {
  const { condition, data } = grafanaRule(rule);
  const noDataStates: NoDataState[] = ['OK', 'KeepLast', 'NoData', 'Alerting'];
  return {
    rule: {
      condition,
      data,
      noDataState: noDataStates[index % 4] ?? 'OK',
      execErrState: 'Error',
      for: rule.pending,
      keepFiringFor: index % 3 === 0 ? 600 : 0,
    },
    from: begin,
    to: begin + hours * 3_600_000,
    interval: intervals[index % intervals.length] ?? 60,
  };
}

/** Gives the rule low guards, and a trigger in the middle of the values, so that it fires and stops. */
function sensitive(rule: AlertRule, answers: readonly Live[][]): AlertRule {
  const middle = (refId: string): number => {
    const values = answers.flat().flatMap(({ values: own }) => (own[refId] === null ? [] : [own[refId] ?? 0]));
    return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  };
  return {
    ...rule,
    guards: rule.guards.map((guard) => (isBound(guard) ? { ...guard, number: 2 } : guard)),
    trigger: rule.trigger.map((bound) => (isBound(bound) ? { ...bound, number: middle(bound.refId) } : bound)),
  };
}

/** Excludes budget rules, which are replayed one evaluation at a time. */
const alertRules = all.filter(({ statement }) => statement.kind === 'measure');

describe.each(alertRules.map((rule, index) => [rule.uid, rule, index] as const))('%s', (_, shipped, index) => {
  let answers: Live[][];
  let request: BacktestRequest;
  let result: BacktestResult;

  const charted = (refId: string) =>
    backtested(host, { ...request, chart: { refId, points: ticksOf(request).length } });

  beforeAll(async () => {
    answers = await live(host, requestOf(shipped, index));
    request = requestOf(sensitive(shipped, answers), index);
    result = await charted(shipped.value);
    results.push(result);
  }, 300_000);

  test('has the values of every live evaluation', async () => {
    const ticks = ticksOf(request);
    expect(answers.flat().length, 'label sets').toBeGreaterThan(20);
    const compared = [...shipped.guards, ...shipped.trigger].map(({ refId }) => refId);
    for (const refId of new Set([shipped.value, ...compared])) {
      const { chart } = refId === shipped.value ? result : await charted(refId);
      const drawn = new Set(chart.map(({ labels }) => key(labels)));
      answers.forEach((own, tick) => {
        const at = ticks[tick] ?? 0;
        const expected = own.filter(({ labels }) => drawn.has(key(labels)));
        const actual = new Map(
          chart.flatMap(({ labels, points }) =>
            points.filter(([time]) => time === at).map(([, value]) => [key(labels), value] as const)
          )
        );
        expect([...actual.keys()].sort(), `label sets of ${refId} at ${tick}`).toEqual(
          expected.map(({ labels }) => key(labels)).sort()
        );
        for (const { labels, values } of expected) {
          expectClose(actual.get(key(labels)), values[refId] ?? null, `${refId} of ${key(labels)} at tick ${tick}`);
        }
      });
    }
  });

  test('has the states of every live evaluation', () => {
    expect(changesIn(result)).toEqual(changesOf(request, answers));
    expect(result.ticks.count).toBe(answers.length);
  });

  test('tries numbers as if each were the rule’s', async () => {
    const random = generator(index);
    const comparison = shipped.guards.length + shipped.trigger.length - 1;
    const bound = [...shipped.guards, ...shipped.trigger][comparison];
    const known = answers.flat().map(({ values }) => values[bound?.refId ?? ''] ?? 0);
    const values = [0, 1].map(() => known[Math.floor(random() * known.length)] ?? 0);
    const { trials } = await backtested(host, { ...request, grid: [{ comparison, values }] });
    for (const [at, value] of values.entries()) {
      const rule = sensitive(shipped, answers);
      const tried = [...rule.guards, ...rule.trigger].map((one, place) =>
        place === comparison && isBound(one) ? { ...one, number: value } : one
      );
      const alone = await backtested(
        host,
        requestOf(
          { ...rule, guards: tried.slice(0, rule.guards.length), trigger: tried.slice(rule.guards.length) },
          index
        )
      );
      expect(trials[0]?.trials[at]?.firings, String(value)).toBe(alone.firings);
    }
  });
});

test('some of them fire, and some stop', () => {
  const firings = results.flatMap(({ instances }) => instances.flatMap((instance) => instance.firings));
  expect(results.filter((result) => result.firings > 0).length).toBeGreaterThan(alertRules.length / 2);
  expect(firings.filter(({ end }) => end !== null).length).toBeGreaterThan(10);
});
