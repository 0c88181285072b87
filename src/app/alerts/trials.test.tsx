import { describe, expect, it } from 'vitest';

import { alertRules } from '../../engine/alerts/index.ts';
import { comparisonsOf, isBound, tunablesOf } from '../../engine/alerts/rule.ts';
import { backtestRequest } from './request.ts';
import { seriesOf } from './series.ts';
import { mainNumber, valuesToTry } from './trials.ts';

/** Excludes budget rules, whose numbers are those of the budgets. */
const tunable = alertRules.filter((rule) => tunablesOf(rule).length > 0);

describe.each(tunable.map((rule) => [rule.uid, rule] as const))('%s', (_, rule) => {
  it('has a main number in its trigger', () => {
    expect(rule.trigger).toContain(mainNumber(rule));
  });

  it.each(tunablesOf(rule).map((bound) => [bound.id, bound] as const))(
    'tries values of %s within its bounds',
    (__, bound) => {
      const values = valuesToTry(bound);
      expect(values.length).toBeGreaterThan(2);
      expect(values).toContain(bound.number);
      expect(values.every((value) => value >= bound.min && value <= bound.max)).toBe(true);
      expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
    }
  );

  it('asks for a replay of the number’s own comparison', () => {
    const tried = mainNumber(rule);
    const question = { rule, datasourceUid: 'traces', from: 0, to: 1, interval: 60, incidents: [], tried, drawn: 'A' };
    const { grid, rule: asked } = backtestRequest(question);
    const comparison = comparisonsOf(rule)[grid?.[0]?.comparison ?? -1];
    expect(comparison && isBound(comparison) && comparison.id).toBe(tried?.id);
    expect(asked).toMatchObject({ condition: 'C', for: rule.pending });
  });

  it('can draw all that it compares, by name', () => {
    const all = seriesOf(rule);
    expect(all.map(({ refId }) => refId)).toEqual(
      expect.arrayContaining(comparisonsOf(rule).map(({ refId }) => refId))
    );
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  });
});

it('tries values also around 0', () => {
  expect(valuesToTry({ number: 0, min: 0, max: 1 })).toEqual([0, 0.01, 0.02, 0.05, 0.1, 0.2]);
});
