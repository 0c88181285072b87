import { expect, test } from 'vitest';
import { contextOf } from '../compile/context/context.ts';
import { measureStatement } from '../compile/statement.ts';
import { readSettings } from '../settings/settings.ts';
import { table, text, type Select } from './nodes.ts';

test.each([
  [10, undefined],
  [300_000, 4_194_304],
])('a statement of %i characters has a max_query_size of %s', (length, expected) => {
  const settings = readSettings({ url: '', database: 'd', user: '', jsonData: {} });
  const traces = { path: ['d', 't'], columns: {} };
  const source = { database: 'd', layout: { id: 'otel-map', title: '' }, traces, logs: null, gauges: null, others: {} };
  const context = contextOf({ source, settings, census: null, window: { from: 0, to: 1, step: 1, delay: 0 } });
  const select: Select = {
    kind: 'select',
    columns: [{ as: 'a', value: text('x'.repeat(length)) }],
    from: table('system', 'one'),
  };
  expect(measureStatement(select, context, { fromAlert: false }).settings['max_query_size']).toBe(expected);
});
