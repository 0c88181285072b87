import { describe, expect, test } from 'vitest';
import { filterNotOfRow, filtersUnused } from '../messages.ts';
import type { Filter, SqlQuery } from '../query/model.ts';
import { readSettings } from '../settings/settings.ts';
import type { SourceDescription } from '../source/description.ts';
import { filtersIn, noticesOfFilters, rowCondition, withCondition } from './filters.ts';

const window = { from: 0, to: 3_600_000, step: 60, delay: 0 };
const settings = (jsonData: object) =>
  readSettings({ url: 'http://c', database: 'db', user: 'u', jsonData: { ...jsonData } });
const tables = (layout: string, columns: string[]): SourceDescription => ({
  database: 'db',
  layout: { id: layout, title: layout },
  traces: { path: ['db', 't'], columns: Object.fromEntries(columns.map((name) => [name, 'String'])) },
  logs: null,
  gauges: null,
  others: {},
});
const service: Filter = { dimension: 'service', operator: 'in', values: ["it's"] };
const query = (filters: Filter[], sql = 'SELECT 1 WHERE $__filters'): SqlQuery => ({
  version: 1,
  kind: 'sql',
  format: 'table',
  sql,
  filters,
});

describe('$__filters', () => {
  test('is replaced where it is code', () => {
    const sql = `SELECT '$__filters', \`$__filters\`, $x$ $__filters $x$ WHERE $__filters OR a$__filters -- $__filters`;
    expect(withCondition(sql, { sql: 'a = 1', params: {} })).toBe(sql.replace('WHERE $__filters', 'WHERE (a = 1)'));
  });

  test('has the filters with values', () => {
    expect(filtersIn('WHERE $__filters', query([service, { ...service, values: [] }]))).toEqual([service]);
    expect(filtersIn("WHERE '$__filters' = ''", query([service]))).toEqual([]);
  });

  test('is missed if there are filters', () => {
    expect(noticesOfFilters('SELECT 1', query([service]))).toEqual([{ severity: 'warning', text: filtersUnused() }]);
    expect(noticesOfFilters('SELECT 1', query([{ ...service, values: [] }]))).toEqual([]);
    expect(noticesOfFilters('WHERE $__filters', query([service]))).toEqual([]);
  });
});

describe('a condition over one row', () => {
  test('has values as parameters, of a column with any name', () => {
    const source = tables('flat', ['at', 'pattern', 'k']);
    const known = {
      source,
      settings: settings({ layout: 'flat', tracesTable: 't', columns: { time: 'at', service: 'pattern' } }),
      census: null,
      window,
    };
    expect(rowCondition([{ ...service, operator: 'matches' }], known)).toEqual({
      sql: "arrayExists((_pattern) -> match(coalesce(nullIf(toString(ifNull(toString(`pattern`), '')), ''), 'unknown'), _pattern), {p0:Array(String)})",
      params: { p0: "['it\\'s']" },
    });
  });

  test('is refused for what the table keeps elsewhere', () => {
    const known = {
      source: tables('langfuse', ['id', 'trace_id', 'metadata', 'type']),
      settings: settings({}),
      census: null,
      window,
    };
    const ofTrace: Filter = { ...service, dimension: 'attr:langfuse.trace.name' };
    expect(() => rowCondition([ofTrace], known)).toThrow(filterNotOfRow(ofTrace.dimension, 'elsewhere'));
  });
});
