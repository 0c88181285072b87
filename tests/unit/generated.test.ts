import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { conditionOf } from '../../src/engine/alerts/condition.ts';
import { ruleGroups } from '../../src/engine/alerts/index.ts';
import { queriesOf } from '../../src/engine/alerts/queries.ts';
import type { AlertRule, Comparison } from '../../src/engine/alerts/rule.ts';
import type { HostSettings, Request } from '../../src/engine/host.ts';
import { preview } from '../../src/engine/preview.ts';
import { parseQuery } from '../../src/engine/query/parse.ts';
import type { SourceDescription } from '../../src/engine/source/description.ts';
import { otelMap } from '../../src/engine/source/layouts/otel-map/index.ts';
import { renderRules } from '../../tools/generate/alerting/render.ts';
import { renderDashboards } from '../../tools/generate/dashboards/render.ts';
import { renderPage } from '../../tools/generate/docs/render.ts';
import { generatedFiles } from '../../tools/generate/files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const source: SourceDescription = {
  database: 'otel',
  layout: { id: otelMap.id, title: otelMap.title },
  traces: { path: ['otel', 'otel_traces'], columns: { ...otelMap.required, 'Events.Name': '' } },
  logs: { path: ['otel', 'otel_logs'], columns: { ...otelMap.logs?.required } },
  gauges: null,
  others: {},
};
const host: HostSettings = { url: 'http://clickhouse:8123', database: 'otel', user: 'genai', jsonData: {} };
const request = (fromAlert: boolean): Request => ({
  refId: 'A',
  from: 1_790_000_000_000,
  to: 1_790_001_800_000,
  intervalMs: 60_000,
  maxDataPoints: 100,
  fromAlert,
});

/** What the data source makes of `All`: no values. */
const withoutVariables = (query: unknown): unknown =>
  JSON.parse(JSON.stringify(query), (key, value: unknown) =>
    key === 'values' && Array.isArray(value) && value.some((item) => String(item).startsWith('$')) ? [] : value
  );

const compiled = (query: unknown, fromAlert = false) =>
  preview(withoutVariables(query), request(fromAlert), host, source);

interface Panel {
  id: number;
  type: string;
  title?: string;
  description?: string;
  datasource?: { uid: string };
  targets?: {
    refId: string;
    kind: string;
    datasource: { uid: string };
    format: string;
    filters: { values: string[] }[];
  }[];
  fieldConfig?: {
    defaults: { unit?: string };
    overrides: { matcher: { options: string }; properties: { id: string }[] }[];
  };
  gridPos: { x: number; y: number; w: number; h: number };
}

interface DashboardJson {
  uid: string;
  tags: string[];
  refresh: string;
  time: { from: string };
  panels: Panel[];
  templating: { list: { name: string; type: string; query: unknown; allValue?: string; includeAll: boolean }[] };
}

describe('generated files', () => {
  const files = generatedFiles(root);

  it.each(Object.keys(files))('%s is what the generator writes', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
    expect(readFileSync(join(root, path), 'utf8')).toBe(files[path]);
  });

  it('are the same on every run', () => {
    expect(generatedFiles(root)).toEqual(files);
  });

  it('refuse a table that does not exist', () => {
    expect(() => renderPage('<!-- generated: nothing -->\n<!-- /generated -->')).toThrow(
      /no generated table "nothing"/
    );
  });
});

describe.each(Object.entries(renderDashboards()))('dashboards/%s', (file, text) => {
  const dashboard = JSON.parse(text) as DashboardJson;
  const panels = dashboard.panels.filter((panel) => panel.type !== 'row');
  const variables = dashboard.templating.list;

  it('has a uid, a tag, a time range and a refresh', () => {
    expect(dashboard).toMatchObject({ tags: ['genai-observability'], refresh: '1m' });
    expect(dashboard.uid).toBe(`genai-${file.replace('.json', '')}`);
    expect(dashboard.time.from).toBe('now-24h');
  });

  it('gives every panel an id of its own, and no panel another’s place', () => {
    const ids = dashboard.panels.map((panel) => panel.id);
    expect(new Set(ids).size).toBe(ids.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_cell, index) => `${x + (index % w)},${y + Math.floor(index / w)}`)
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });

  it.each(panels.map((panel) => [panel.title ?? '', panel] as const))(
    '%s: describes itself and has units',
    (__, panel) => {
      expect(panel.description?.length).toBeGreaterThan(20);
      const overrides = panel.fieldConfig?.overrides.filter(({ properties }) =>
        properties.some(({ id }) => id === 'unit')
      );
      // Single calls bring the units of their columns themselves.
      const own = panel.targets?.every(({ kind }) => kind === 'calls');
      expect(own || panel.fieldConfig?.defaults.unit !== undefined || (overrides?.length ?? 0) > 0).toBe(true);
      expect(panel.datasource?.uid).toBe('${datasource}');
    }
  );

  it.each(panels.flatMap((panel) => (panel.targets ?? []).map((target) => [panel.title ?? '', target] as const)))(
    '%s: asks what the engine can answer, narrowed by every variable',
    (__, target) => {
      expect(['measure', 'calls']).toContain(parseQuery(target).kind);
      expect(compiled(target)).toMatchObject({ ok: true, notices: [] });
      const values = target.filters.flatMap((filter) => filter.values);
      expect(values).toEqual(['$environment', '$feature', '$team', '$model']);
      expect(target.datasource.uid).toBe('${datasource}');
    }
  );

  it('asks the values of its variables from the data source', () => {
    const narrowing = ['environment', 'feature', 'team', 'model'];
    expect(variables.map(({ name }) => name).filter((name) => name !== 'evaluation')).toEqual([
      'datasource',
      ...narrowing,
    ]);
    expect(variables[0]).toMatchObject({ type: 'datasource', query: 'genai-clickhouse-datasource' });
    for (const variable of variables.slice(1)) {
      const several = variable.name !== 'evaluation';
      expect(variable).toMatchObject({ type: 'query', includeAll: several, multi: several });
      expect(variable.allValue).toBeUndefined();
      expect(compiled(variable.query)).toMatchObject({ ok: true });
    }
  });
});

const rules = ruleGroups.flatMap((group) => group.rules);

describe('rule catalogue', () => {
  it('has a uid of its own for every rule, of at most 40 characters', () => {
    const uids = rules.map((rule) => rule.uid);
    expect(new Set(uids).size).toBe(uids.length);
    uids.forEach((uid) => expect(uid).toMatch(/^[a-z][a-z0-9-]{0,39}$/));
  });

  it.each(rules.map((rule) => [rule.uid, rule] as const))('%s: guards its value', (_, rule) => {
    expect(rule.guards.length).toBeGreaterThan(0);
    expect(rule.trigger.length).toBeGreaterThan(0);
    const condition = conditionOf(rule);
    const at = ({ refId }: Comparison) => condition.indexOf(`$${refId} `);
    expect(Math.max(...rule.guards.map(at))).toBeLessThan(Math.min(...rule.trigger.map(at)));
    for (const comparison of [...rule.guards, ...rule.trigger]) {
      expect(condition).toContain(`${comparison.is} ${comparison.number}`);
      expect(Object.keys(rule.show)).toContain(comparison.refId);
      expect(comparison.means.length).toBeGreaterThan(5);
    }
  });

  it.each(rules.map((rule) => [rule.uid, rule] as const))('%s: says what happens without an answer', (_, rule) => {
    expect(['NoData', 'Alerting', 'OK', 'KeepLast']).toContain(rule.noData.state);
    expect(['Error', 'Alerting', 'OK', 'KeepLast']).toContain(rule.execError.state);
    expect(rule.noData.because.length).toBeGreaterThan(20);
    expect(rule.execError.because.length).toBeGreaterThan(20);
    expect(rule.question).toMatch(/\?$/);
  });

  it.each(rules.map((rule) => [rule.uid, rule] as const))(
    '%s: reads one statement with a window of its own',
    (_, rule) => {
      const statements = queriesOf(rule).map(({ query }) => compiled(query, true));
      statements.forEach((statement) => expect(statement).toEqual(statements[0]));
      expect(statements[0]).toMatchObject({ ok: true, notices: [] });
      expect(JSON.stringify(statements)).not.toMatch(/now\(|now64|\$__interval/);
      expect(rule.statement.step).toBeGreaterThan(0);
      expect(rule.window % (rule.statement.step ?? 1)).toBe(0);
    }
  );

  it.each(rules.map((rule) => [rule.uid, rule] as const))('%s: opens a panel that exists', (_, rule) => {
    const dashboards = Object.values(renderDashboards()).map((text) => JSON.parse(text) as DashboardJson);
    const dashboard = dashboards.find(({ uid }) => uid === rule.panel.dashboardUid);
    expect(dashboard?.panels.filter(({ type }) => type !== 'row').map(({ id }) => id)).toContain(rule.panel.panelId);
  });
});

interface RuleFile {
  apiVersion: number;
  groups: { name: string; folder: string; interval: string; rules: FileRule[] }[];
}

interface FileRule {
  uid: string;
  title: string;
  condition: string;
  for: string;
  noDataState: string;
  execErrState: string;
  labels: Record<string, string>;
  annotations: Record<string, unknown>;
  data: {
    refId: string;
    datasourceUid: string;
    relativeTimeRange: { from: number; to: number };
    model: Record<string, unknown>;
  }[];
}

const read = (options?: Parameters<typeof renderRules>[0]) =>
  Object.values(renderRules(options)).map((text) => parse(text) as RuleFile);
const fileRules = (files: RuleFile[]): FileRule[] =>
  files.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
const only = <Item>(items: Item[]): Item => {
  expect(items).toHaveLength(1);
  return items[0] as Item;
};

describe('provisioned rules', () => {
  const file = only(read());
  const rule = only(fileRules([file]));
  const declared: AlertRule = only(rules);

  it('are in the group, folder and interval of their declaration', () => {
    expect(file.apiVersion).toBe(1);
    expect(only(file.groups)).toMatchObject({ name: 'GenAI quality', folder: 'GenAI Observability', interval: '1m' });
    expect(rule).toMatchObject({ uid: 'genai-faithfulness-drop', condition: 'C', for: '10m' });
    expect(rule).toMatchObject({ noDataState: 'KeepLast', execErrState: 'Error' });
  });

  it('show the numbers of the condition', () => {
    const condition = rule.data.find(({ refId }) => refId === rule.condition);
    expect(condition).toMatchObject({ datasourceUid: '__expr__', model: { type: 'math' } });
    expect(condition?.model['expression']).toBe('$N > 100 && $S >= 20 && $A < 3.5');
  });

  it('ask what the engine can answer, over the last half hour', () => {
    const queries = rule.data.filter(({ datasourceUid }) => datasourceUid !== '__expr__');
    expect(queries.map(({ refId, model }) => [refId, model['select']])).toEqual([
      ['N', 'requests'],
      ['S', 'scored'],
      ['A', 'score'],
    ]);
    for (const { refId, model, relativeTimeRange, datasourceUid } of queries) {
      expect(model['refId']).toBe(refId);
      expect(relativeTimeRange).toEqual({ from: 1800, to: 0 });
      expect(datasourceUid).toBe('genai-clickhouse');
      expect(compiled(model, true)).toMatchObject({ ok: true });
    }
  });

  it('double the $ where Grafana fills in the environment, and nowhere else', () => {
    expect(rule.labels).toEqual({ severity: 'warning', team: '{{ $$labels.team }}' });
    for (const text of [rule.uid, rule.title, ...Object.values(rule.labels)]) {
      expect(text.replaceAll('$$', '')).not.toContain('$');
    }
    for (const [name, text] of Object.entries(rule.annotations)) {
      expect(typeof text, name).toBe('string');
      expect(text).not.toContain('$$');
    }
    expect(rule.annotations['summary']).toBe(declared.annotations['summary']);
    expect(JSON.stringify(rule.data)).not.toContain('$$');
  });

  it('link to a panel', () => {
    expect(rule.annotations).toMatchObject({ __dashboardUid__: 'genai-cost-attribution', __panelId__: '13' });
  });

  it('can be made faster, and for another data source', () => {
    const fast = only(read({ for: '1m', interval: '10s', datasourceUid: 'other' }));
    expect(only(fast.groups).interval).toBe('10s');
    expect(only(fileRules([fast])).for).toBe('1m');
    expect(new Set(only(fileRules([fast])).data.map(({ datasourceUid }) => datasourceUid))).toEqual(
      new Set(['other', '__expr__'])
    );
    expect(only(fileRules([fast])).data.map(({ model }) => model)).toEqual(rule.data.map(({ model }) => model));
  });
});

describe('the documentation’s queries', () => {
  const page = readFileSync(join(root, 'docs/query-model.md'), 'utf8');
  const blocks = (language: string) =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '');

  it.each(blocks('json'))('can be asked: %s', (text) => {
    expect(compiled(JSON.parse(text))).toMatchObject({ ok: true });
  });

  it.each(blocks('yaml'))('can be asked by rules: %s', (text) => {
    const { data } = parse(text) as { data: FileRule['data'] };
    const queries = data.filter(({ datasourceUid }) => datasourceUid !== '__expr__');
    expect(queries.length).toBeGreaterThan(0);
    queries.forEach(({ model }) => expect(compiled(model, true)).toMatchObject({ ok: true }));
  });
});
