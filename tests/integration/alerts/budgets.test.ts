import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import { alertRules } from '../../../src/engine/alerts/index.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';
import { load, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { firing, instancesIn, unnoticed, type Instances } from './condition.ts';
import { tick, windowEnd } from './scenario.ts';
import { budgetsFiring, settingsOfBudgets, spansOfBudgets } from './scenarios/budgets.ts';

const rules = alertRules.filter(({ statement }) => statement.kind === 'budgets');

let host: Host;
let settings: Host['settings'];

beforeAll(async () => {
  host = await startHost();
  settings = { ...host.settings, jsonData: { budgets: settingsOfBudgets } };
  const untold = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'nobody-knows', 'app.feature': 'untold' };
  await load(host.url, 'otel', { spans: [...spansOfBudgets, span(windowEnd - 7_200_000, untold)], logs: [] });
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
    expect(firing(instances, conditionOf(rule)), JSON.stringify(instances, null, 1)).toEqual(budgetsFiring(uid));
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
