import { createClient } from '@clickhouse/client';
import { expect, test } from '@grafana/plugin-e2e';
import type { APIRequestContext } from '@playwright/test';
import { grafanaRule } from '../../src/engine/alerts/grafana.ts';
import { alertRules } from '../../src/engine/alerts/index.ts';
import type { AlertRule } from '../../src/engine/alerts/rule.ts';
import { datasourceId, datasourceUid, demoUser } from '../../tools/demo/grafana/names.ts';
import { tick } from '../integration/alerts/scenario.ts';
import { budgetsFiring, settingsOfBudgets, spansOfBudgets } from '../integration/alerts/scenarios/budgets.ts';
import { expectedOf, recoveryOf, scenarios, trafficOf } from '../integration/alerts/scenarios/index.ts';
import type { Rows } from '../integration/engine/canonical.ts';
import { load } from '../integration/engine/rows.ts';

// Tests Grafana's own evaluation of every rule over traffic made for it: real queries, Grafana's expressions and states.

const hour = 3_600_000;
/** Seconds between two evaluations. */
const intervalOf = ({ window }: AlertRule): number => Math.max(600, window / 24);

const ok = async (response: Awaited<ReturnType<APIRequestContext['get']>>): Promise<unknown> => {
  expect(response.ok(), await response.text()).toBe(true);
  return response.json();
};

/** Adds another data source for the demo's ClickHouse. */
async function addDataSource(request: APIRequestContext, uid: string, jsonData: object): Promise<string> {
  const { url } = (await ok(await request.get(`/api/datasources/uid/${datasourceUid}`))) as { url: string };
  await request.delete(`/api/datasources/uid/${uid}`);
  await ok(
    await request.post('/api/datasources', {
      data: {
        uid,
        name: uid,
        type: datasourceId,
        access: 'proxy',
        url,
        jsonData: { username: demoUser.user, database: demoUser.database, ...jsonData },
        secureJsonData: { password: demoUser.password },
      },
    })
  );
  return url;
}

interface Frame {
  schema: { fields: { labels?: Record<string, string> }[] };
  data: { values: [number[], ...(string | null)[][]] };
}

/** Collects the label values for which the rule fires, per evaluation. It fires immediately, because `for` is 0. */
async function evaluated(
  request: APIRequestContext,
  rule: AlertRule,
  uid: string,
  by: string,
  { from, to }: { from: number; to: number }
): Promise<{ time: number; firing: string[] }[]> {
  const { condition, data, title, noDataState } = grafanaRule(rule, uid);
  const range = {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    interval: `${intervalOf(rule)}s`,
  };
  const asked = { ...range, condition, data, title, for: '0s', no_data_state: noDataState };
  const { schema, data: found } = (await ok(
    await request.post('/api/v1/rule/backtest', { data: asked, timeout: 600_000 })
  )) as Frame;
  const [times, ...columns] = found.values;
  return times.map((time, row) => ({
    time,
    firing: columns
      .flatMap((states, index) =>
        states[row]?.startsWith('Alerting') ? [schema.fields[index + 1]?.labels?.[by] ?? ''] : []
      )
      .sort(),
  }));
}

/** Evaluates the rule over rows of its own. */
async function overRows(
  request: APIRequestContext,
  rule: AlertRule,
  rows: Rows,
  { by, range, settings = {} }: { by: string; range: { from: number; to: number }; settings?: object }
): Promise<{ time: number; firing: string[] }[]> {
  const uid = `${rule.uid}-traffic`;
  const database = uid.replaceAll('-', '_');
  const url = await addDataSource(request, uid, { ...settings, database });
  const { user, password } = demoUser;
  const address = url.replace('://', `://${user}:${password}@`);
  const clickhouse = createClient({ url: address });
  const clear = () => clickhouse.command({ query: `DROP DATABASE IF EXISTS ${database}` });
  await clear();
  await load(address, database, rows);
  const all = await evaluated(request, rule, uid, by, range);
  await request.delete(`/api/datasources/uid/${uid}`);
  await clear();
  await clickhouse.close();
  return all;
}

for (const rule of alertRules.filter(({ uid }) => uid in scenarios)) {
  test(`${rule.uid} fires in Grafana for exactly the label sets that it is meant to, and resolves`, async ({
    request,
  }) => {
    const later = rule.window * 1000 + 2 * hour;
    const [traffic, recovery] = [trafficOf(rule), recoveryOf(rule, later)];
    const rows = { spans: [...traffic.spans, ...recovery.spans], logs: [...traffic.logs, ...recovery.logs] };
    const range = { from: tick, to: tick + later + intervalOf(rule) * 1000 };
    const all = await overRows(request, rule, rows, { by: scenarios[rule.uid]?.by ?? '', range });
    expect(all[0]).toEqual({ time: tick, firing: expectedOf(rule) });
    expect(all[all.length - 1]?.firing).toEqual([]);
  });
}

for (const rule of alertRules.filter(({ statement }) => statement.kind === 'budgets')) {
  test(`${rule.uid} fires in Grafana for exactly the budgets that it is meant to`, async ({ request }) => {
    const range = { from: tick, to: tick + intervalOf(rule) * 1000 };
    const settings = { budgets: settingsOfBudgets };
    const all = await overRows(request, rule, { spans: spansOfBudgets, logs: [] }, { by: 'budget', range, settings });
    expect(all[0]).toEqual({ time: tick, firing: budgetsFiring(rule.uid) });
  });
}
