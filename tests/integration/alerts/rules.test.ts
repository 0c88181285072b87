import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { tuned } from '../../../src/engine/alerts/choices.ts';
import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import { alertRules as all } from '../../../src/engine/alerts/index.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';
import type { Plan } from '../../../src/engine/host.ts';
import { load } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { firing, instancesIn, unnoticed, type Instances } from './condition.ts';
import { tick } from './scenario.ts';
import { expectedOf, scenarios, scenariosOf, trafficOf } from './scenarios/index.ts';

/** Excludes budget rules, which have their own test. */
const alertRules = all.filter(({ statement }) => statement.kind === 'measure');

let host: Host;

/** Gives each rule its own database, because its traffic is another rule's incident. */
const databaseOf = (rule: AlertRule) => rule.uid.replaceAll('-', '_');

/** Runs the rule's queries at the tick, by label set. */
async function instancesOf(rule: AlertRule): Promise<{ instances: Instances; plan: Plan }> {
  const request = panel(tick - rule.window * 1000, tick, { fromAlert: true });
  const query = { ...rule.statement, select: rule.show[rule.value] };
  const plan = await host.plan(query, request, { ...host.settings, database: databaseOf(rule) });
  return { instances: instancesIn(rule, scenarios[rule.uid]?.by ?? '', await host.run(plan)), plan };
}

beforeAll(async () => {
  host = await startHost();
  for (const rule of alertRules) {
    await load(host.url, databaseOf(rule), trafficOf(rule));
  }
});

afterAll(() => host.close());

describe.each(alertRules.map((rule) => [rule.uid, rule] as const))('%s', (_, rule) => {
  it('has traffic that it fires for and traffic that it does not fire for', () => {
    const fires = scenariosOf(rule).map(([, scenario]) => scenario.fires);
    expect(fires).toContain(true);
    expect(fires).toContain(false);
  });

  it('fires for exactly the label sets that it is meant to', async () => {
    const { instances, plan } = await instancesOf(rule);
    expect(
      firing(instances, conditionOf(rule)),
      `${JSON.stringify(instances, null, 1)}\n${plan.statement.sql}`
    ).toEqual(expectedOf(rule));
  });

  it('would not with another number or comparison', async () => {
    const { instances } = await instancesOf(rule);
    expect(unnoticed(rule, instances, ['change'])).toEqual([]);
  });

  it('would not with another window', async () => {
    for (const window of [rule.window * 2, Math.ceil(rule.window / 120) * 60]) {
      const { instances } = await instancesOf(tuned(rule, { window }));
      expect(firing(instances, conditionOf(rule)), `${window} s`).not.toEqual(expectedOf(rule));
    }
  });
});
