import { createClient } from '@clickhouse/client';
import { expect, test } from '@grafana/plugin-e2e';
import type { APIRequestContext } from '@playwright/test';
import { grafanaRule } from '../../src/engine/alerts/grafana.ts';
import { alertRules } from '../../src/engine/alerts/index.ts';
import type { AlertRule } from '../../src/engine/alerts/rule.ts';
import { datasourceId, datasourceUid, demoUser } from '../../tools/demo/grafana/names.ts';
import { tick } from '../integration/alerts/scenario.ts';
import { expectedOf, recoveryOf, scenarios, trafficOf } from '../integration/alerts/scenarios/index.ts';
import { load } from '../integration/engine/rows.ts';

// Tests Grafana's own evaluation of every rule over traffic made for it: real queries, Grafana's expressions and states.

const hour = 3_600_000;
const interval = 600;

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
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), interval: `${interval}s` };
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

for (const rule of alertRules.filter(({ uid }) => uid in scenarios)) {
  test(`${rule.uid} fires in Grafana for exactly the label sets that it is meant to, and resolves`, async ({
    request,
  }) => {
    const uid = `${rule.uid}-traffic`;
    const database = uid.replaceAll('-', '_');
    const url = await addDataSource(request, uid, { database });
    const { user, password } = demoUser;
    const address = url.replace('://', `://${user}:${password}@`);
    const clickhouse = createClient({ url: address });
    const clear = () => clickhouse.command({ query: `DROP DATABASE IF EXISTS ${database}` });
    await clear();
    const later = rule.window * 1000 + 2 * hour;
    const [traffic, recovery] = [trafficOf(rule), recoveryOf(rule, later)];
    await load(address, database, {
      spans: [...traffic.spans, ...recovery.spans],
      logs: [...traffic.logs, ...recovery.logs],
    });
    const range = { from: tick, to: tick + later + interval * 1000 };
    const all = await evaluated(request, rule, uid, scenarios[rule.uid]?.by ?? '', range);
    expect(all[0]).toEqual({ time: tick, firing: expectedOf(rule) });
    expect(all[all.length - 1]?.firing).toEqual([]);
    await request.delete(`/api/datasources/uid/${uid}`);
    await clear();
    await clickhouse.close();
  });
}

test('the rules of budgets fire in Grafana for exactly the budgets that they are meant to', async ({ request }) => {
  const budgetsOf = (amounts: Record<string, number>) =>
    Object.entries(amounts).map(([name, amount]) => ({ name, amount, period: 'month' }));
  // Grafana continues to use what it knew about a uid for some seconds.
  const [asking, uid] = ['genai-spent-traffic', 'genai-budgets-traffic'];
  await addDataSource(request, asking, { budgets: budgetsOf({ any: 1 }) });
  const { budgets } = (await ok(await request.get(`/api/datasources/uid/${asking}/resources/budgets`))) as {
    budgets: { spent: number }[];
  };
  await request.delete(`/api/datasources/uid/${asking}`);
  const spent = budgets[0]?.spent ?? 0;
  expect(spent).toBeGreaterThan(0);
  await addDataSource(request, uid, {
    budgets: budgetsOf({ 'used up': spent * 0.9, 'nearly used': spent / 0.85, fine: spent * 10 }),
  });
  const to = Math.floor(Date.now() / 60_000) * 60_000;
  const last = async (id: string) => {
    const rule = alertRules.find((one) => one.uid === id)!;
    const all = await evaluated(request, rule, uid, 'budget', { from: to - interval * 1000, to: to + 1 });
    return all[all.length - 1]?.firing;
  };
  expect(await last('genai-budget-hard')).toEqual(['used up']);
  expect(await last('genai-budget-soft')).toEqual(['nearly used', 'used up']);
  await request.delete(`/api/datasources/uid/${uid}`);
});
