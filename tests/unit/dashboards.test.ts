import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { dashboards } from '../../src/engine/alerts/dashboards.ts';
import { dimensionIds } from '../../src/engine/catalogue/dimensions/index.ts';
import { measures } from '../../src/engine/catalogue/measures/index.ts';
import { shownAttributes } from '../../src/engine/compile/rows/storedcolumns.ts';
import type { HostSettings, Request } from '../../src/engine/host.ts';
import { preview } from '../../src/engine/preview.ts';
import type { MeasureQuery } from '../../src/engine/query/model.ts';
import { parseQuery } from '../../src/engine/query/parse.ts';
import { renderDashboards } from '../../tools/generate/dashboards/render.ts';
import { source } from './source.ts';

const { includes } = JSON.parse(readFileSync('src/plugin.json', 'utf8')) as {
  includes: { type: string; path: string; name: string }[];
};

/** Titles and uids never change: Grafana deletes a bundled dashboard that is renamed, and links name uids. */
const titles: Record<string, string> = {
  'agents.json': 'GenAI agents and tools',
  'budgets.json': 'GenAI budgets',
  'caching.json': 'GenAI caching',
  'coding-agents.json': 'GenAI coding agents',
  'conversations.json': 'GenAI conversations',
  'cost-attribution.json': 'GenAI cost attribution',
  'latency.json': 'GenAI latency',
  'overview.json': 'GenAI overview',
  'prompts.json': 'GenAI prompts',
  'quality.json': 'GenAI quality',
  'reliability.json': 'GenAI reliability',
  'tokens.json': 'GenAI tokens and context',
};

interface Override {
  matcher: { id: string; options: string };
  properties: { id: string; value?: unknown }[];
}

interface SavedPanel {
  timeFrom?: string;
  id: number;
  type: string;
  title: string;
  description?: string;
  collapsed?: boolean;
  datasource?: { uid: string };
  targets?: ({ refId: string; datasource: { uid: string } } & Record<string, unknown>)[];
  fieldConfig?: {
    defaults: { unit?: string; noValue?: string; color?: { mode: string }; links?: Link[] };
    overrides: Override[];
  };
  options?: { legend?: { calcs: string[]; sortBy?: string } };
  gridPos: { x: number; y: number; w: number; h: number };
  panels?: SavedPanel[];
}

interface Link {
  title: string;
  url: string;
}

interface Saved {
  uid: string;
  title: string;
  description: string;
  revision: number;
  tags: string[];
  refresh: string;
  time: { from: string };
  panels: SavedPanel[];
  links: { type: string; url?: string; includeVars: boolean; keepTime: boolean }[];
  annotations: { list: { name: string; target: Record<string, unknown> }[] };
  templating: {
    list: { name: string; type: string; query: unknown; allValue?: string; includeAll: boolean; multi: boolean }[];
  };
}

const host: HostSettings = {
  ...{ url: 'http://clickhouse:8123', database: 'otel', user: 'genai' },
  jsonData: { budgets: [{ name: 'everything', amount: 1000, period: 'month' }] },
};
const request: Request = {
  ...{ refId: 'A', from: 1_790_000_000_000, to: 1_790_001_800_000 },
  ...{ intervalMs: 60_000, maxDataPoints: 100, fromAlert: false },
};

/** Replaces variables as the data source does for `All`: by no values. */
const withoutVariables = (query: unknown): unknown =>
  JSON.parse(JSON.stringify(query), (key, value: unknown) =>
    key === 'values' && Array.isArray(value) && value.some((item) => String(item).startsWith('$')) ? [] : value
  );
/** The collector's table, with the columns that calls are told by to be tried again. */
const tables = { ...source, traces: { ...source.traces, columns: { ...source.traces.columns, ParentSpanId: '' } } };
const compiled = (query: unknown) => preview(withoutVariables(query), request, host, tables);

/** Grafana's own panels: others are not installed. */
const types = ['stat', 'timeseries', 'table', 'bargauge', 'piechart', 'heatmap', 'alertlist'];
const other = '-- Dashboard --';
const uids = Object.values(dashboards).map(({ uid }) => uid as string);

/** Titles of what a legend computes. */
const calcs: Record<string, string> = { sum: 'Total', mean: 'Mean', max: 'Max', min: 'Min' };

/** Pixels of a panel's width in a window of 1280 pixels: 24 columns with gaps of 8 pixels. */
const pixels = (width: number) => ((1280 - 32 - 23 * 8) / 24 + 8) * width - 8;
/** Pixels beside the content of a panel. */
const padding = 16;
/** Pixels of a heading, which Grafana 12.2 does not wrap, with what is beside it. */
const needed = (heading: string) => heading.length * 7 + 24;

/** Pixels of a panel's title and what is beside it, two icons and the padding; a variable has the length of a usual value. */
const titlePixels = (title: string) =>
  title.replace('$evaluation', 'faithfulness').replace(/\$\w+/g, 'a value').length * 7 + 72;

const property = ({ properties }: Override, name: string) => properties.find(({ id }) => id === name)?.value;

it('are all in the app, by their titles', () => {
  const included = includes.filter(({ type }) => type === 'dashboard').map(({ path, name }) => [path, name]);
  expect(Object.fromEntries(included)).toEqual(
    Object.fromEntries(Object.entries(titles).map(([file, title]) => [`dashboards/${file}`, title]))
  );
});

const rendered = renderDashboards();

/** The dashboard that a link leads to. */
const dashboardAt = (url: string): Saved =>
  JSON.parse(rendered[url.replace(/^\/d\/genai-([\w-]+).*/, '$1.json')] ?? '') as Saved;

it('ask for no attribute that the table of calls does not keep', () => {
  const asked = Object.values(rendered).flatMap((text) => [...text.matchAll(/"attr:([^"]+)"/g)].map(([, key]) => key));
  expect([...new Set(asked)].sort()).toEqual([...shownAttributes].sort());
});

describe.each(Object.entries(rendered))('dashboards/%s', (file, text) => {
  const dashboard = JSON.parse(text) as Saved;
  const all = dashboard.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  const panels = all.filter(({ type }) => type !== 'row');
  const variables = dashboard.templating.list;
  const narrowing = variables.filter(({ type, multi }) => type === 'query' && multi).map(({ name }) => `$${name}`);
  const each = panels.map((panel) => [panel.title, panel] as const);
  const targets = panels.flatMap(({ title, targets: own = [] }) => own.map((target) => [title, target] as const));
  const asked = targets.filter(([, target]) => 'kind' in target);

  it('has a uid, a title, a tag, a time range, a refresh, and says how to keep changes', () => {
    expect(dashboard).toMatchObject({ tags: ['genai-observability'], title: titles[file] });
    expect(dashboard.uid).toBe(`genai-${file.replace('.json', '')}`);
    expect(uids).toContain(dashboard.uid);
    expect(dashboard.time.from).toBe('now-24h');
    expect(['1m', '5m']).toContain(dashboard.refresh);
    expect(dashboard.description).toContain('save a copy');
    expect(Number.isInteger(dashboard.revision) && dashboard.revision > 0).toBe(true);
  });

  it('names no data source, database or table', () => {
    expect(text).not.toMatch(/otel_|"genai-clickhouse"|\botel\b\./);
  });

  it('gives every panel an id of its own, and no panel another’s place', () => {
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const cells = all.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_cell, index) => `${x + (index % w)},${y + Math.floor(index / w)}`)
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...all.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });

  it('has each panel that something leads to', () => {
    const named = Object.values(dashboards).find(({ uid }) => uid === dashboard.uid);
    const ids = panels.map(({ id }) => id);
    expect(Object.values(named?.panels ?? {}).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each(each)('%s: is Grafana’s own, describes itself, has a unit and says why it is empty', (__, panel) => {
    expect(types).toContain(panel.type);
    expect(panel.description?.length).toBeGreaterThan(30);
    if (panel.type === 'alertlist') {
      return;
    }
    const { defaults, overrides } = panel.fieldConfig!;
    expect(defaults.noValue).toBeTruthy();
    const withUnits = overrides.filter((override) => property(override, 'unit') !== undefined);
    // What happened has texts only.
    const isText = panel.targets?.every(({ kind }) => kind === 'events');
    expect(isText || defaults.unit !== undefined || withUnits.length > 0).toBe(true);
    expect(['${datasource}', other]).toContain(panel.datasource?.uid);
  });

  it('has titles that fit beside the mark of their description', () => {
    const cut = panels.filter(({ title, gridPos }) => titlePixels(title) > pixels(gridPos.w));
    expect(cut.map(({ title }) => title)).toEqual([]);
  });

  it('shares an answer only within a row', () => {
    const rows: number[][] = [];
    for (const { type, id, panels: own = [] } of dashboard.panels) {
      if (type === 'row') {
        rows.push(own.map((panel) => panel.id));
      } else {
        rows[rows.length - 1]?.push(id);
      }
    }
    for (const panel of panels.filter(({ datasource }) => datasource?.uid === other)) {
      const row = rows.find((ids) => ids.includes(panel.id)) ?? [];
      expect(row).toContain(panel.targets?.[0]?.['panelId']);
    }
  });

  it.each(asked)('%s: asks what the engine can answer, narrowed by every variable', (__, target) => {
    expect(target['kind']).not.toBe('sql');
    const query = parseQuery(target);
    expect(target.datasource.uid).toBe('${datasource}');
    if (query.kind === 'conversation') {
      return;
    }
    expect(compiled(target)).toMatchObject({ ok: true });
    // A careless tag has thousands of values.
    expect(query.kind !== 'measure' || query.groupBy.length === 0 || query.top !== undefined).toBe(true);
    if ('filters' in query) {
      const values = query.filters?.flatMap((filter) => filter.values);
      // Guardrails check answers of any prompt, and their spans name none.
      const own = narrowing.filter((name) => !/guardrail/.test(JSON.stringify(query)) || !name.startsWith('$prompt'));
      expect(own.filter((name) => !values?.includes(name))).toEqual([]);
    }
  });

  it('asks the values of its variables from the data source, each by those before it', () => {
    expect(variables[0]).toMatchObject({
      name: 'datasource',
      type: 'datasource',
      query: 'genai-clickhouse-datasource',
    });
    expect(variables[variables.length - 1]).toMatchObject({ name: 'filters', type: 'adhoc' });
    variables.forEach((variable, index) => {
      if (variable.type === 'query') {
        expect(variable.includeAll).toBe(variable.multi);
        expect(variable.allValue).toBeUndefined();
        expect(compiled(variable.query)).toMatchObject({ ok: true });
        const used = [...JSON.stringify(variable.query).matchAll(/\$(\w+)/g)].map(([, name]) => name);
        const before = variables.slice(0, index).map(({ name }) => name);
        expect(used.filter((name) => !before.includes(name ?? ''))).toEqual([]);
      }
    });
    const shown = [...JSON.stringify(dashboard.panels).matchAll(/"(?:title|values?|evaluation)":\[?"\$(\w+)/g)];
    const names = variables.map(({ name }) => name);
    expect(shown.map(([, name]) => name).filter((name) => !names.includes(name ?? ''))).toEqual([]);
  });

  it('marks events that the engine finds', () => {
    dashboard.annotations.list.forEach(({ target }) => expect(compiled(target)).toMatchObject({ ok: true }));
  });

  it('leads on with the time range and the filters, to dashboards that exist', () => {
    const [menu, ...next] = dashboard.links;
    expect(menu).toMatchObject({ type: 'dashboards', includeVars: true, keepTime: true });
    expect(next.length).toBeGreaterThan(0);
    next.forEach((link) => expect(link).toMatchObject({ type: 'link', includeVars: true, keepTime: true }));
    const links = panels.flatMap(({ fieldConfig, timeFrom }) =>
      [
        ...(fieldConfig?.defaults.links ?? []),
        ...(fieldConfig?.overrides.flatMap((override) => (property(override, 'links') as Link[] | undefined) ?? []) ??
          []),
      ].map((link) => ({ ...link, hasTime: timeFrom !== undefined }))
    );
    for (const { title, url, hasTime } of links) {
      expect(url.includes('__url_time_range')).toBe(!hasTime);
      expect(title).toBeTruthy();
      // A panel with a time of its own gives its links none.
      expect(url).toMatch(/\?(\$\{__url_time_range\}|from=now[^&]+&to=now)&\$\{datasource:queryparam\}/);
      const kept = [...url.matchAll(/\$\{(\w+):\w+\}/g)].map(([, name]) => name ?? '');
      const own = variables.map(({ name }) => name);
      expect(kept.filter((name) => !own.includes(name))).toEqual([]);
      // What both dashboards can be narrowed by goes along, unless the link says it.
      const there = dashboardAt(url).templating.list.map(({ name }) => name);
      const said = [...url.matchAll(/&var-(\w+)=/g)].map(([, name]) => name ?? '');
      const lost = own.filter((name) => there.includes(name) && ![...kept, ...said].includes(name));
      // A version is one of its prompt.
      expect(
        lost.filter((name) => !name.startsWith('version_')),
        `${title}: ${url}`
      ).toEqual([]);
      // A variable that is not there would be a filter that is not.
      expect(
        said.filter((name) => !there.includes(name)),
        `${title}: ${url}`
      ).toEqual([]);
      const typed = [...url.matchAll(/&var-filters=(\w+)\|%3D\|\$\{/g)].map(([, name]) => name ?? '');
      expect(typed.filter((name) => !(dimensionIds as readonly string[]).includes(name))).toEqual([]);
    }
    const places = [...links, ...next].map(({ url = '' }) => url.replace(/^\/d\/([\w-]+).*/, '$1'));
    expect(places.filter((uid) => !uids.includes(uid))).toEqual([]);
  });

  it.each(each.filter(([, { type }]) => type === 'timeseries'))(
    '%s: has the color of a name, and a legend that begins with what stands out',
    (__, { fieldConfig, options }) => {
      expect(fieldConfig?.defaults.color?.mode).toBe('palette-classic-by-name');
      const { calcs: computed = [], sortBy = '' } = options?.legend ?? {};
      expect(computed.map((calc) => calcs[calc])).toContain(sortBy);
    }
  );

  it.each(each.filter(([, { type }]) => type === 'table'))(
    '%s: has columns as wide as their headings, and as narrow as the panel',
    (__, { fieldConfig, gridPos, targets: [target] = [] }) => {
      const columns = (fieldConfig?.overrides ?? []).filter(({ properties }) =>
        properties.some(({ id }) => id === 'custom.minWidth')
      );
      const widths = columns.map((override) => {
        const heading = String(property(override, 'displayName') ?? override.matcher.options.replace(/[/^\\$(]/g, ''));
        const width = Number(property(override, 'custom.minWidth'));
        expect(width, heading).toBeGreaterThanOrEqual(needed(heading));
        return width;
      });
      expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(pixels(gridPos.w) - padding);
      if (target?.['kind'] === 'measure') {
        const { measures: shown, groupBy } = target as unknown as MeasureQuery;
        expect(columns).toHaveLength(shown.length + groupBy.length);
        expect(shown.every(({ id }) => id in measures)).toBe(true);
      }
    }
  );
});
