import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { tuned } from '../../../src/engine/alerts/choices.ts';
import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import { evaluateMath, type Value } from '../../../src/engine/alerts/expression/evaluate.ts';
import { parseMath } from '../../../src/engine/alerts/expression/parse.ts';
import { alertRules } from '../../../src/engine/alerts/index.ts';
import { comparisonsOf, isBound, type AlertRule, type Bound } from '../../../src/engine/alerts/rule.ts';
import type { Plan } from '../../../src/engine/host.ts';
import type { Rows } from '../engine/canonical.ts';
import { load } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { tick, Traffic, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';

let host: Host;

/** Each rule has a database of its own: its traffic is another rule's incident. */
const databaseOf = (rule: AlertRule) => rule.uid.replaceAll('-', '_');

function rowsOf(rule: AlertRule): Rows {
  const all: Rows = { spans: [], logs: [] };
  for (const [name, scenario] of scenariosOf(rule)) {
    // The same traffic a window earlier is nothing to the rule.
    for (const [label, offset] of [
      [name, 0],
      [`${name}, earlier`, -rule.window * 1000],
    ] as const) {
      const traffic = new Traffic(rule, offset);
      scenario.rows(traffic, label);
      all.spans.push(...traffic.rows.spans);
      all.logs.push(...traffic.rows.logs);
    }
  }
  return all;
}

const scenariosOf = (rule: AlertRule): [string, Scenario][] => Object.entries(scenarios[rule.uid]?.scenarios ?? {});

type Instances = { label: string; values: Record<string, Value> }[];

/** What the rule's queries answer at the tick, by label set: every column of its one statement. */
async function instancesOf(rule: AlertRule): Promise<{ instances: Instances; plan: Plan }> {
  const request = panel(tick - rule.window * 1000, tick, { fromAlert: true });
  const query = { ...rule.statement, select: rule.show[rule.value] };
  const plan = await host.plan(query, request, { ...host.settings, database: databaseOf(rule) });
  const { columns, rows } = await host.run(plan);
  const by = scenarios[rule.uid]?.by ?? '';
  const instances = rows.map((row) => {
    const of = (name: string) => row[columns.indexOf(name)];
    const values = Object.entries(rule.show).map(([refId, column]) => [refId, (of(column) ?? null) as Value] as const);
    return { label: String(of(by)), values: Object.fromEntries(values) };
  });
  return { instances, plan };
}

/** Label sets for which the condition holds; NaN is one, as in Grafana. */
function firing(instances: Instances, condition: string): string[] {
  const expression = parseMath(condition);
  return instances
    .filter(({ values }) => ![0, null].includes(evaluateMath(expression, values)))
    .map(({ label }) => label)
    .sort();
}

const expectedOf = (rule: AlertRule): string[] =>
  scenariosOf(rule)
    .filter(([, { fires }]) => fires)
    .map(([name]) => name)
    .sort();

beforeAll(async () => {
  host = await startHost();
  for (const rule of alertRules) {
    await load(host.url, databaseOf(rule), rowsOf(rule));
  }
});

afterAll(() => host.close());

const swapped = { '>': '>=', '>=': '>', '<': '<=', '<=': '<' } as const;

/** Numbers that no sum of doubles meets exactly, so that no traffic stands on them. */
const between = new Set(['change']);

function mutations(bound: Bound): Bound[] {
  const step = bound.unit === 'short' ? 1 : Math.abs(bound.number) * 0.02;
  return [
    { ...bound, number: bound.number + step },
    { ...bound, number: bound.number - step },
    ...(between.has(bound.id) ? [] : [{ ...bound, is: swapped[bound.is] }]),
  ];
}

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
    const unnoticed = comparisonsOf(rule)
      .filter(isBound)
      .flatMap((bound) =>
        mutations(bound).map((other) => {
          const change = (comparison: unknown) => (comparison === bound ? other : comparison) as Bound;
          return { bound, other, rule: { guards: rule.guards.map(change), trigger: rule.trigger.map(change) } };
        })
      )
      .filter((mutant) => {
        const condition = conditionOf(mutant.rule);
        return JSON.stringify(firing(instances, condition)) === JSON.stringify(expectedOf(rule));
      })
      .map(({ bound, other }) => `${bound.id}: ${other.is} ${other.number} instead of ${bound.is} ${bound.number}`);
    expect(unnoticed).toEqual([]);
  });

  it('would not with another window', async () => {
    for (const window of [rule.window * 2, Math.ceil(rule.window / 120) * 60]) {
      const { instances } = await instancesOf(tuned(rule, { window }));
      expect(firing(instances, conditionOf(rule)), `${window} s`).not.toEqual(expectedOf(rule));
    }
  });
});
