import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import { alertRules } from '../../../src/engine/alerts/index.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';
import type { SpanRow } from '../../../tools/demo/data/rows.ts';
import { load, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { firing, instancesIn, unnoticed, type Instances } from './condition.ts';
import { tick, windowEnd } from './scenario.ts';

const hour = 3_600_000;

/** US dollars spent, by hours before the window's end, and the rules that fire. Budgets are 128 per day. */
const budgets: Record<string, { spent: Record<string, number>; fires: string[] }> = {
  'hardly used': { spent: { 60: 1, 7: 16 }, fires: [] },
  'just under seven tenths': { spent: { 60: 1, 8: 89 }, fires: [] },
  'seven tenths': { spent: { 60: 1, 8: 89.6 }, fires: ['genai-budget-soft'] },
  'just under all': { spent: { 60: 1, 8: 127.5 }, fires: ['genai-budget-soft'] },
  'used up': { spent: { 60: 1, 8: 128 }, fires: ['genai-budget-soft', 'genai-budget-hard'] },
  yesterday: { spent: { 60: 1, 13: 500 }, fires: [] },
  // An even pace is 5.33 per hour; the windows are 63 and 363 minutes long.
  'runs away': { spent: { 60: 1, 3: 31.2, 0.5: 34 }, fires: ['genai-budget-burn'] },
  'a short peak': { spent: { 60: 1, 3: 29.9, 0.5: 34 }, fires: [] },
  'not for long': { spent: { 60: 1, 3: 60, 0.5: 33.4 }, fires: ['genai-budget-soft'] },
  'fast for long': { spent: { 60: 1, 3: 40, 0.5: 33.8 }, fires: ['genai-budget-burn'] },
  'enough history': { spent: { 24.2: 1, 3: 40, 0.5: 40 }, fires: ['genai-budget-burn'] },
  'too little history': { spent: { 23.8: 1, 3: 40, 0.5: 40 }, fires: [] },
};

const rules = alertRules.filter(({ statement }) => statement.kind === 'budgets');

let host: Host;
let settings: Host['settings'];

beforeAll(async () => {
  host = await startHost();
  const scope = (feature: string) => [{ dimension: 'feature', operator: 'in', values: [feature] }];
  settings = {
    ...host.settings,
    jsonData: {
      budgets: Object.keys(budgets).map((name) => ({ name, amount: 128, period: 'day', filters: scope(name) })),
    },
  };
  const spans = Object.entries(budgets).flatMap(([feature, { spent }]) =>
    Object.entries(spent).map(([hours, cost]): SpanRow =>
      span(Math.round(windowEnd - Number(hours) * hour), {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.cost': String(cost),
        'app.feature': feature,
      })
    )
  );
  const untold = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'nobody-knows', 'app.feature': 'untold' };
  await load(host.url, 'otel', { spans: [...spans, span(windowEnd - 2 * hour, untold)], logs: [] });
});

afterAll(() => host.close());

async function instancesOf(rule: AlertRule, own = settings): Promise<Instances> {
  const query = { ...rule.statement, select: rule.show[rule.value] };
  const plan = await host.plan(query, panel(tick - rule.window * 1000, tick, { fromAlert: true }), own);
  return instancesIn(rule, 'budget', await host.run(plan));
}

describe.each(rules.map((rule) => [rule.uid, rule] as const))('%s', (uid, rule) => {
  it('fires for exactly the budgets that it is meant to', async () => {
    const instances = await instancesOf(rule);
    const expected = Object.entries(budgets).filter(([, { fires }]) => fires.includes(uid));
    expect(firing(instances, conditionOf(rule)), JSON.stringify(instances, null, 1)).toEqual(
      expected.map(([name]) => name).sort()
    );
  });

  it('would not with another number', async () => {
    expect(unnoticed(rule, await instancesOf(rule), ['history', 'long', 'short'])).toEqual([]);
  });

  it('has a value and does not fire where there are no budgets', async () => {
    const instances = await instancesOf(rule, host.settings);
    expect(Object.keys(instances)).toHaveLength(1);
    expect(JSON.stringify(instances)).not.toContain('null');
    expect(firing(instances, conditionOf(rule))).toEqual([]);
  });

  it('has no value, which it reports, for a budget of which no request has a price', async () => {
    const query = { ...rule.statement, select: rule.show[rule.value], budgets: ['untold'] };
    const scope = [{ dimension: 'feature', operator: 'in', values: ['untold'] }];
    const own = {
      ...host.settings,
      jsonData: { budgets: [{ name: 'untold', amount: 128, period: 'day', filters: scope }] },
    };
    const plan = await host.plan(query, panel(tick - rule.window * 1000, tick, { fromAlert: true }), own);
    const { columns, rows } = await host.run(plan);
    expect(rows.map((row) => row[columns.indexOf(rule.show[rule.value] ?? '')])).toEqual([null]);
    expect(rule.noData.state).toBe('NoData');
  });
});
