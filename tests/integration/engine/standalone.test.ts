import { afterAll, beforeAll, expect, test } from 'vitest';
import { previewAsSql, previewCensus } from '../../../src/engine/preview.ts';
import type { Census } from '../../../src/engine/source/census.ts';
import type { SourceDescription } from '../../../src/engine/source/description.ts';
import { demoRows, from, load, oddRows, t0 } from './rows.ts';
import { resource } from './resource.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Tests the SQL that the editor makes of a query: it answers as the query does, and follows the time range.

let host: Host;
const request = panel(from, t0);
const later = panel(from + 600_000, t0);

beforeAll(async () => {
  host = await startHost();
  const [demo, odd] = [demoRows(), oddRows()];
  await load(host.url, 'otel', { spans: [...demo.spans, ...odd.spans], logs: [...demo.logs, ...odd.logs] });
});

afterAll(() => host.close());

async function sqlOf(query: object): Promise<string> {
  const wanted = previewCensus(query, request, host.settings);
  const { source, census } = await resource<{ source: SourceDescription; census: Census }>(host, 'census', wanted, host.settings); // prettier-ignore
  return previewAsSql(query, request, host.settings, source, census) ?? '';
}

const measure = (more: object) => ({
  version: 1,
  kind: 'measure',
  format: 'table',
  groupBy: ['feature'],
  filters: [],
  ...more,
});

test.each<[string, object]>([
  ['a time series, also in another time range', measure({ format: 'timeseries', step: 600, measures: [{ id: 'requests' }, { id: 'error_rate' }] })],
  ['hostile filters', measure({ measures: [{ id: 'requests' }], filters: [{ dimension: 'feature', operator: 'not_in', values: ["it's; DROP TABLE '\\ \t\n😀", '{p0:String}', "x'"] }, { dimension: 'model', operator: 'matches', values: ['^[a-z]'] }] })],
  ['costs and a baseline', measure({ measures: [{ id: 'cost' }, { id: 'requests', compare: 'difference' }], baseline: { offset: 3600 } })],
  ['spans', { version: 1, kind: 'spans', format: 'table', groupBy: ['feature', 'model'], columns: ['duration', 'cost'], filters: [], orderBy: 'duration', limit: 5 }],
])('%s', async (_, query) => {
  const sql = await sqlOf(query);
  const all = { ...host.settings, jsonData: { sql: 'all' } };
  for (const range of 'step' in query ? [request, later] : [request]) {
    const plan = await host.plan(query, range);
    const own = await host.plan({ version: 1, kind: 'sql', format: 'table', sql }, range, all);
    const [expected, found] = [await host.run(plan), await host.run(own)];
    withSql(own, () => expect(found.rows.map(rounded)).toEqual(expected.rows.map(rounded)));
  }
}); // prettier-ignore

/** Times are written in different zones, and sums differ in their order. */
const rounded = (row: unknown[]) =>
  row.map((value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value));
