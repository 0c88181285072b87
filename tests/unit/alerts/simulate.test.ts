import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rulesOf } from '../../../src/engine/alerts/backtest/machine.ts';
import type { BacktestRequest } from '../../../src/engine/alerts/backtest/model.ts';
import type { Run, Series, Span, Symbol } from '../../../src/engine/alerts/backtest/runs.ts';
import { simulate } from '../../../src/engine/alerts/backtest/simulate.ts';
import { byLabels, key, Manager, type Result } from './manager.ts';

// The states that follow from the change points are those that follow from every evaluation.

/** One letter per tick: absent, null, normal, firing, dropped. */
const letters = ['-', 'n', '0', '1', 'd'] as const;
const symbols: Record<string, Symbol> = { n: 2, '0': 0, '1': 1, d: 3 };
const states: Record<string, Result['state']> = { n: 'NoData', '0': 'Normal', '1': 'Alerting' };
const stand = { noData: [{ datasource_uid: 'uid', ref_id: 'A,N' }], error: { datasource_uid: 'uid', ref_id: 'A' } };

const line = fc
  .array(fc.tuple(fc.constantFrom(...letters), fc.integer({ min: 1, max: 7 })), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.map(([letter, length]) => letter.repeat(length)).join(''));

const rule = fc.record({
  noDataState: fc.constantFrom('NoData', 'Alerting', 'OK', 'KeepLast'),
  execErrState: fc.constantFrom('Error', 'Alerting', 'OK', 'KeepLast'),
  for: fc.constantFrom(0, 60, 90, 180, 300),
  keepFiringFor: fc.constantFrom(0, 60, 150, 240),
  missingSeriesEvalsToResolve: fc.constantFrom(undefined, 1, 3),
});

function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  [...text].forEach((letter, tick) => {
    const symbol = symbols[letter];
    const last = runs[runs.length - 1];
    if (symbol === undefined) {
      return;
    }
    if (last && last.to === tick && last.symbol === symbol) {
      last.to = tick + 1;
    } else {
      runs.push({ from: tick, to: tick + 1, symbol, peak: null });
    }
  });
  return runs;
}

function resultsAt(lines: readonly string[], labels: readonly Record<string, string>[], tick: number): Result[] {
  const found = lines.flatMap((text, index): Result[] => {
    const state = states[text[tick] ?? '-'];
    return state ? [{ labels: labels[index] ?? {}, state }] : [];
  });
  const isEmpty = lines.every((text) => (text[tick] ?? '-') === '-');
  return found.length > 0 ? found : [{ labels: isEmpty ? (stand.noData[0] ?? {}) : {}, state: 'NoData' }];
}

test('runs and single evaluations give the same states', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 5 })), { maxLength: 3 }),
      rule,
      fc.boolean(),
      (given, failures, policies, withoutLabels) => {
        const count = 60;
        const isError = (tick: number) => failures.some(([from, length]) => tick >= from && tick < from + length);
        const lines = (withoutLabels ? given.slice(0, 1) : given).map((text) =>
          Array.from({ length: count }, (_, tick) => (isError(tick) ? '-' : (text[tick] ?? '-'))).join('')
        );
        const labels = lines.map(
          (_, index) => (withoutLabels ? {} : { feature: String(index) }) as Record<string, string>
        );
        const error = policies.execErrState === 'Error' ? stand.error : {};
        const manager = new Manager(policies, 60);
        for (let tick = 0; tick < count; tick++) {
          manager.process(tick, isError(tick) ? [{ labels: error, state: 'Error' }] : resultsAt(lines, labels, tick));
        }
        const series = lines.map((text, index): Series => ({ labels: labels[index] ?? {}, runs: runsOf(text) }));
        const errors = Array.from({ length: count }, (_, tick): Span => ({ from: tick, to: tick + 1 })).filter(
          ({ from }) => isError(from)
        );
        const request: Pick<BacktestRequest, 'rule' | 'interval'> = {
          rule: { condition: 'C', data: [], ...policies },
          interval: 60,
        };
        const simulated = simulate(series, errors, count, rulesOf(request), { ...stand, error });
        const actual = Object.fromEntries(simulated.map(({ labels: own, turns }) => [key(own), turns]));
        expect(actual).toEqual(byLabels(manager.transitions));
      }
    ),
    { numRuns: 3_000 }
  );
}, 60_000);
