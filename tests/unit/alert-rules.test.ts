import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { tuned } from '../../src/engine/alerts/choices.ts';
import { conditionOf } from '../../src/engine/alerts/condition.ts';
import { configured } from '../../src/engine/alerts/config.ts';
import { evaluateMath } from '../../src/engine/alerts/expression/evaluate.ts';
import { parseMath } from '../../src/engine/alerts/expression/parse.ts';
import { grafanaRule } from '../../src/engine/alerts/grafana.ts';
import { alertRules, ruleGroups } from '../../src/engine/alerts/index.ts';
import { queriesOf } from '../../src/engine/alerts/queries.ts';
import {
  comparisonsOf,
  isBound,
  labelsOf,
  measuresOf,
  tunablesOf,
  type AlertRule,
} from '../../src/engine/alerts/rule.ts';
import type { HostSettings } from '../../src/engine/host.ts';
import { preview } from '../../src/engine/preview.ts';
import { apiGroup } from '../../src/exports/api.ts';
import { quoted, renderTerraform } from '../../src/exports/terraform.ts';
import { renderRules } from '../../tools/generate/alerting/render.ts';
import { renderDashboards } from '../../tools/generate/dashboards/render.ts';
import { source } from './source.ts';

const host: HostSettings = {
  url: 'http://clickhouse:8123',
  database: 'otel',
  user: 'genai',
  jsonData: { budgets: [{ name: 'all', amount: 1000, period: 'month' }] },
};

const compiled = (query: unknown, windowSeconds: number) =>
  preview(
    query,
    {
      refId: 'A',
      from: 1_790_000_000_000,
      to: 1_790_000_000_000 + windowSeconds * 1000,
      intervalMs: 60_000,
      maxDataPoints: 100,
      fromAlert: true,
    },
    host,
    source
  );

const each = alertRules.map((rule) => [rule.uid, rule] as const);
const ruleOf = (uid: string): AlertRule => {
  const rule = alertRules.find((one) => one.uid === uid);
  if (!rule) {
    throw new Error(`no rule ${uid}`);
  }
  return rule;
};

describe('the catalogue', () => {
  it('has a uid and a title of its own for every rule', () => {
    for (const names of [alertRules.map(({ uid }) => uid), alertRules.map(({ title }) => title)]) {
      expect(new Set(names).size).toBe(names.length);
    }
    alertRules.forEach(({ uid }) => expect(uid).toMatch(/^[a-z][a-z0-9-]{0,39}$/));
  });

  it.each(each)('%s: guards stand left of values', (_, rule) => {
    expect(rule.trigger.length).toBeGreaterThan(0);
    expect(rule.guards.length + Number(rule.trigger.some(({ is }) => is === '>='))).toBeGreaterThan(0);
    const condition = conditionOf(rule);
    const guarding = rule.guards.map(({ refId }) => refId);
    const judging = rule.trigger.map(({ refId }) => refId);
    const refIds = [...condition.matchAll(/\$([A-Z]+) [<>]/g)].map(([, refId]) => refId);
    expect(refIds).toEqual([...guarding, ...judging]);
  });

  it.each(each)('%s: numbers are within their bounds and say what they mean', (_, rule) => {
    const ids = tunablesOf(rule).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const comparison of comparisonsOf(rule)) {
      expect(Object.keys(rule.show)).toContain(comparison.refId);
      expect(comparison.means.length).toBeGreaterThan(5);
      if (isBound(comparison)) {
        expect(comparison.number).toBeGreaterThanOrEqual(comparison.min);
        expect(comparison.number).toBeLessThanOrEqual(comparison.max);
      } else {
        expect(Object.keys(rule.show)).toContain(comparison.than);
      }
    }
    expect(Object.keys(rule.show)).toContain(rule.value);
    expect(Object.keys(rule.show)).not.toContain('C');
  });

  it.each(each)('%s: says what happens without an answer', (_, rule) => {
    expect(['NoData', 'Alerting', 'OK', 'KeepLast']).toContain(rule.noData.state);
    expect(['Error', 'Alerting', 'OK', 'KeepLast']).toContain(rule.execError.state);
    expect(rule.noData.because.length).toBeGreaterThan(20);
    expect(rule.execError.because.length).toBeGreaterThan(20);
    expect(rule.question).toMatch(/\?$/);
  });

  it.each(each)('%s: reads one statement with a window of its own', (_, rule) => {
    const statements = queriesOf(rule).map(({ query }) => compiled(query, rule.window));
    statements.forEach((statement) => expect(statement).toEqual(statements[0]));
    expect(statements[0]).toMatchObject({ ok: true, notices: [] });
    expect(JSON.stringify(statements)).not.toMatch(/now\(|now64|\$__interval/);
    expect(rule.window % (rule.statement.step ?? 0)).toBe(0);
  });

  it.each(each)('%s: can be grouped by each dimension that it offers', (_, rule) => {
    for (const id of rule.groupable) {
      const [query] = queriesOf(tuned(rule, { groupBy: [id] }));
      expect(compiled(query?.query, rule.window), id).toMatchObject({ ok: true });
    }
    if (rule.statement.kind === 'measure') {
      expect(rule.groupable).toEqual(expect.arrayContaining(rule.statement.groupBy));
    }
  });

  it.each(each.filter(([, rule]) => measuresOf(rule).some(({ compare }) => compare)))(
    '%s: asks for samples in both windows, a relative and an absolute change, and tells all of them',
    (_, rule) => {
      const compares = comparisonsOf(rule).map(({ refId }) => {
        const measure = measuresOf(rule).find(({ name }) => name === rule.show[refId]);
        return measure?.compare;
      });
      // A rule for almost nothing left of enough needs no separate number for the absolute change.
      const absolute = /-silent$/.test(rule.uid) ? [] : ['difference'];
      // A rule for what there usually is none of has no ratio: every number is infinitely more than none.
      const relative = rule.uid === 'genai-partly-priced' ? [] : ['ratio'];
      expect(compares).toEqual(expect.arrayContaining(['baseline', ...relative, ...absolute]));
      const told = rule.texts({ window: '', number: () => 0 });
      const refIdOf = (compare: string, among: (id: string) => boolean) =>
        Object.entries(rule.show).find(([, column]) =>
          measuresOf(rule).some(({ id, name, compare: how }) => name === column && how === compare && among(id))
        )?.[0];
      const ratio = refIdOf('ratio', () => true);
      const before = rule.guards.map(({ refId }) => refId);
      for (const refId of [rule.value, ...(relative.length > 0 ? [ratio] : []), ...before]) {
        expect(told.summary + told.description).toContain(`$values.${refId}.Value`);
      }
    }
  );

  it.each(each)('%s: names labels that it has', (_, rule) => {
    const { summary, description } = rule.texts({ window: 'hour', number: () => 1 });
    const labels = [
      ...`${summary}${description}${Object.values(rule.labels).join()}`.matchAll(/\$labels(?:\.| ")(\w+)/g),
    ];
    expect(labels.length).toBeGreaterThan(0);
    labels.forEach(([, name]) => expect(labelsOf(rule)).toContain(name));
    const refIds = [...`${summary}${description}`.matchAll(/\$values\.(\w+)/g)];
    refIds.forEach(([, refId]) => expect(Object.keys(rule.show)).toContain(refId));
  });

  it.each(each)('%s: opens a panel that exists', (_, rule) => {
    const dashboards = Object.values(renderDashboards()).map(
      (text) => JSON.parse(text) as { uid: string; panels: { id: number; type: string }[] }
    );
    const dashboard = dashboards.find(({ uid }) => uid === rule.panel.dashboardUid);
    expect(dashboard?.panels.filter(({ type }) => type !== 'row').map(({ id }) => id)).toContain(rule.panel.panelId);
  });
});

describe('conditions', () => {
  const value = (text: string, variables: Record<string, number | null>) => evaluateMath(parseMath(text), variables);

  it.each([
    ['$N > 100 && $A < 3.5', { N: 101, A: 3.4 }, 1],
    ['$N > 100 && $A < 3.5', { N: 100, A: 3.4 }, 0],
    ['$N > 100 && $A < 3.5', { N: 100, A: NaN }, 0],
    ['$N > 100 && $A < 3.5', { N: 101, A: NaN }, NaN],
    // Grafana returns null as soon as either side is null, wherever it is.
    ['$N > 100 && $A < 3.5', { N: 100, A: null }, null],
    ['$A || $B', { A: NaN, B: 0 }, 1],
    ['$A - 1 * 2 ** 3', { A: 10 }, 2],
    ['!($A == 1) || -$A > 0', { A: 1 }, 0],
    ['${my ref} >= 2e1', { 'my ref': 20 }, 1],
  ])('%s with %j is %s', (text, variables, expected) => {
    expect(value(text, variables)).toBe(expected);
  });

  it.each(['$A >', 'abs($A)', '($A > 1', '$A $B', 'now()'])('refuses %s and says why', (text) => {
    expect(() => parseMath(text)).toThrow(/expression/);
  });
});

describe('choices', () => {
  it('change numbers, windows and groups, in every spelling', () => {
    const rule = tuned(ruleOf('genai-latency-p99'), {
      numbers: { p99: 12.5 },
      window: 3600,
      for: 120,
      groupBy: ['model'],
      filters: [{ dimension: 'feature', operator: 'in', values: ['search'] }],
      labels: { severity: 'critical' },
    });
    const made = grafanaRule(rule);
    expect(made.for).toBe('2m');
    expect(made.data[made.data.length - 1]?.model['expression']).toBe('$N >= 100 && $A > 12.5');
    expect(made.data[0]).toMatchObject({ relativeTimeRange: { from: 3600, to: 0 }, model: { groupBy: ['model'] } });
    expect(made.labels).toEqual({ severity: 'critical' });
    expect(made.annotations['description']).toContain('longer, more than 12.5 s');
  });

  it.each([
    [{ numbers: { p99: 0 } }, 'between 0.01 and 3600'],
    [{ numbers: { p99: NaN } }, 'between 0.01 and 3600'],
    [{ numbers: { p90: 1 } }, 'has no number "p90"'],
    [{ window: 90 }, 'a multiple of 60'],
    [{ groupBy: ['tool' as const] }, 'cannot be grouped by tool'],
    [{ evaluation: 'toxicity' }, 'does not watch an evaluation'],
  ])('are refused: %j', (choices, message) => {
    expect(() => tuned(ruleOf('genai-latency-p99'), choices)).toThrow(message);
  });

  it('come from a configuration', () => {
    const { groups, datasourceUid } = configured({
      datasourceUid: '${GENAI_DATASOURCE_UID}',
      folder: 'AI',
      interval: '2m',
      labels: { env: 'prod' },
      rules: {
        'genai-latency-p99': { numbers: { p99: 20 }, window: '1h', for: '10m' },
        'chat-latency': {
          copyOf: 'genai-latency-p99',
          filters: [{ dimension: 'feature', operator: 'in', values: ['chat'] }],
        },
        'genai-ttft-p95': { enabled: false },
      },
    });
    const latency = groups.find(({ file }) => file === 'latency');
    expect(latency).toMatchObject({ folder: 'AI', interval: 120 });
    const titles = Object.fromEntries(latency?.rules.map(({ uid, title }) => [uid, title]) ?? []);
    expect(titles).toMatchObject({
      'genai-latency-p99': 'Latency over the SLA',
      'chat-latency': 'Latency over the SLA (chat-latency)',
    });
    expect(titles).not.toHaveProperty('genai-ttft-p95');
    expect(latency?.rules[0]).toMatchObject({ window: 3600, pending: 600, labels: { env: 'prod' } });
    expect(datasourceUid).toBe('${GENAI_DATASOURCE_UID}');
    const [file] = Object.values(renderRules({}, { groups, datasourceUid }));
    expect(file).toContain('datasourceUid: ${GENAI_DATASOURCE_UID}');
  });

  it.each([
    [{ rules: { 'genai-nothing': {} } }, 'There is no rule genai-nothing'],
    [{ rules: { 'genai-latency-p99': { number: 1 } } }, 'genai-latency-p99'],
    [{ rules: { 'genai-latency-p99': { window: 'soon' } } }, 'window'],
    [{ intervall: '1m' }, 'intervall'],
  ])('a configuration is refused: %j', (config, message) => {
    expect(() => configured(config)).toThrow(message);
  });
});

interface RuleFile {
  apiVersion: number;
  groups: { name: string; folder: string; interval: string; rules: ReturnType<typeof grafanaRule>[] }[];
}

describe('provisioning files', () => {
  const files = Object.values(renderRules()).map((text) => parse(text) as RuleFile);
  const groups = files.flatMap((file) => file.groups);
  const undoubled = (text: string) => text.replaceAll('$$', '$');

  it('hold every rule as the API would take it, but for the spelling of $', () => {
    expect(groups.map(({ name, folder }) => [name, folder])).toEqual(
      ruleGroups.map(({ name, folder }) => [name, folder])
    );
    const rules = groups.flatMap((group) => group.rules);
    expect(
      rules.map((rule) => ({
        ...rule,
        title: undoubled(rule.title),
        labels: Object.fromEntries(Object.entries(rule.labels).map(([name, text]) => [name, undoubled(text)])),
      }))
    ).toEqual(alertRules.map((rule) => grafanaRule(rule)));
  });

  it('double the $ where Grafana fills in the environment, and nowhere else', () => {
    for (const rule of groups.flatMap((group) => group.rules)) {
      for (const text of [rule.uid, rule.title, ...Object.values(rule.labels)]) {
        expect(text.replaceAll('$$', '')).not.toContain('$');
      }
      expect(JSON.stringify([rule.annotations, rule.data])).not.toContain('$$');
    }
  });

  it('can be made faster, and for another data source', () => {
    const [fast] = Object.values(renderRules({ for: '1m', interval: '10s', datasourceUid: 'other' }));
    const { groups: made } = parse(fast ?? '') as RuleFile;
    expect(made[0]?.interval).toBe('10s');
    expect(made[0]?.rules.map((rule) => rule.for)).toEqual(made[0]?.rules.map(() => '1m'));
    expect(new Set(made[0]?.rules.flatMap(({ data }) => data.map(({ datasourceUid }) => datasourceUid)))).toEqual(
      new Set(['other', '__expr__'])
    );
  });
});

describe('other exports', () => {
  it('are bodies of the provisioning API', () => {
    const [group] = ruleGroups;
    const body = apiGroup(group!, 'folder-1', 'ds');
    expect(body).toMatchObject({ title: group?.name, folderUid: 'folder-1', interval: 60 });
    expect(body.rules[0]).toMatchObject({ folderUID: 'folder-1', ruleGroup: group?.name, orgID: 1 });
  });

  it('quote what Terraform would fill in', () => {
    expect(quoted('a "b" ${c} %{d} {{ $e }}\n')).toBe('"a \\"b\\" $${c} %%{d} {{ $e }}\\n"');
    const text = renderTerraform(ruleGroups);
    expect(text.match(/resource "grafana_rule_group"/g)).toHaveLength(ruleGroups.length);
    expect(text.match(/^ {2}rule \{$/gm)).toHaveLength(alertRules.length);
    const models = [...text.matchAll(/jsonencode\((\{[^]*?\n {6}\})\)/g)].map(([, json]) => JSON.parse(json ?? ''));
    expect(models).toEqual(alertRules.flatMap((rule) => grafanaRule(rule).data.map(({ model }) => model)));
  });
});
