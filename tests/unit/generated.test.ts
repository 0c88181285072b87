import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { dashboards } from '../../src/engine/alerts/dashboards.ts';
import type { HostSettings, Request } from '../../src/engine/host.ts';
import { preview } from '../../src/engine/preview.ts';
import { parseQuery } from '../../src/engine/query/parse.ts';
import { renderDashboards } from '../../tools/generate/dashboards/render.ts';
import { renderPage } from '../../tools/generate/docs/render.ts';
import { generatedFiles } from '../../tools/generate/files.ts';
import { source } from './source.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const host: HostSettings = { url: 'http://clickhouse:8123', database: 'otel', user: 'genai', jsonData: {} };
const request = (fromAlert: boolean): Request => ({
  refId: 'A',
  from: 1_790_000_000_000,
  to: 1_790_001_800_000,
  intervalMs: 60_000,
  maxDataPoints: 100,
  fromAlert,
});

/** Replaces variables as the data source does for `All`: by no values. */
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
      /no generated section "nothing"/
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

  it('has each panel that has a name, and names each panel', () => {
    const named = Object.values(dashboards).find(({ uid }) => uid === dashboard.uid);
    expect(panels.map(({ id }) => id).sort((a, b) => a - b)).toEqual(Object.values(named?.panels ?? {}));
  });

  it.each(panels.map((panel) => [panel.title ?? '', panel] as const))(
    '%s: describes itself and has units',
    (__, panel) => {
      expect(panel.description?.length).toBeGreaterThan(20);
      const overrides = panel.fieldConfig?.overrides.filter(({ properties }) =>
        properties.some(({ id }) => id === 'unit')
      );
      // Lists of calls set the units of their columns themselves.
      const own = panel.targets?.every(({ kind }) => kind === 'spans');
      expect(own || panel.fieldConfig?.defaults.unit !== undefined || (overrides?.length ?? 0) > 0).toBe(true);
      expect(panel.datasource?.uid).toBe('${datasource}');
    }
  );

  it.each(panels.flatMap((panel) => (panel.targets ?? []).map((target) => [panel.title ?? '', target] as const)))(
    '%s: asks what the engine can answer, narrowed by every variable',
    (__, target) => {
      expect(['measure', 'spans']).toContain(parseQuery(target).kind);
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

describe('the documentation’s queries', () => {
  const page = readFileSync(join(root, 'docs/query-model.md'), 'utf8');
  const blocks = (language: string) =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '');

  it.each(blocks('json'))('can be asked: %s', (text) => {
    expect(compiled(JSON.parse(text))).toMatchObject({ ok: true });
  });

  it.each(blocks('yaml'))('can be asked by rules: %s', (text) => {
    const { data } = parse(text) as { data: { datasourceUid: string; model: unknown }[] };
    const queries = data.filter(({ datasourceUid }) => datasourceUid !== '__expr__');
    expect(queries.length).toBeGreaterThan(0);
    queries.forEach(({ model }) => expect(compiled(model, true)).toMatchObject({ ok: true }));
  });
});
