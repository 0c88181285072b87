import { afterAll, beforeAll, expect, test } from 'vitest';
import { handle } from '../../../src/engine/handle.ts';
import type { Failure, StatementResult } from '../../../src/engine/host.ts';
import { from, load, span, t0 } from './rows.ts';
import { panel, startHost, type Host } from './support.ts';

// Tests that an error of ClickHouse's parser names a place in the SQL that the user wrote, not in what was sent of it.

let host: Host;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', { spans: [span(t0 - 1000, { 'gen_ai.operation.name': 'chat' })], logs: [] });
});

afterAll(() => host.close());

/** Plans SQL, and returns the message of its error. */
async function messageOf(sql: string, more: object, jsonData: Record<string, unknown>): Promise<string> {
  const query = { version: 1, kind: 'sql', format: 'table', sql, ...more };
  const call = { op: 'query', now: Date.now(), query, request: panel(from, t0), settings: { ...host.settings, jsonData } } as const; // prettier-ignore
  let step = handle(call);
  while ('need' in step) {
    const results = await Promise.all(step.need.map((statement) => result(statement.sql, statement.params)));
    step = handle({ ...call, state: step.state, results });
  }
  return 'error' in step ? step.error.message : '';
}

async function result(sql: string, params: Record<string, string>): Promise<StatementResult> {
  // Not in a form, which would write line breaks as two characters.
  const response = await host.post('', params, { query: `${sql}\nFORMAT JSONCompact` });
  const text = await response.text();
  if (!response.ok) {
    const code = Number(/^Code: (\d+)/.exec(text)?.[1] ?? 0);
    const failure: Failure = { phase: 'status', status: response.status, code, excerpt: text.slice(0, 2000) };
    return { ok: false, failure };
  }
  const { meta, data } = JSON.parse(text) as { meta: { name: string }[]; data: unknown[][] };
  return { ok: true, columns: meta.map(({ name }) => name), rows: data };
}

const filters = [{ dimension: 'model', operator: 'in', values: ['x'] }];
/** SQL with a mark before what is wrong in it. */
const cases: [string, string, object?][] = [
  ['in the first line', 'SELECT ServiceName ¦1 FROM otel_traces'],
  ['below', 'SELECT count()\nFROM $__table\nWHERE ServiceName ¦1'],
  ['after blanks and comments', '\n\n  -- é 😀\nSELECT /* a\nb */ ServiceName --\n ¦1 FROM $__table'],
  [
    'after macros in one line',
    'SELECT 1 FROM $__table WHERE $__timeFilter(Timestamp) AND $__timeFilter(\n Timestamp) AND ServiceName ¦1',
  ],
  ['after filters', 'SELECT 1 FROM $__table WHERE $__filters AND\n $__filters AND ServiceName ¦1', { filters }],
  ['after letters of several bytes', "SELECT 'größe 😀' AS a, ServiceName ¦1 FROM otel_traces"],
  ['in what a macro became', 'SELECT 1 FROM $__table WHERE\n ¦$__timeFilter(ServiceName 1)'],
  ['at the end', 'SELECT 1 FROM $__table ORDER¦'],
  ['at a bracket that is not closed', 'SELECT (1) FROM $__table\nWHERE ¦(ServiceName = concat(ServiceName)'],
];

test.each(cases)('%s', async (_, marked, more = {}) => {
  const [before = '', after = ''] = marked.split('¦');
  const lines = before.split('\n');
  const place = `(line ${lines.length}, col ${(lines[lines.length - 1] ?? '').length + 1})`;
  for (const jsonData of [{}, { sql: 'all' }]) {
    const message = await messageOf(before + after, more, jsonData);
    expect(message).toContain(`Syntax error: failed at position ${before.length + 1} (`);
    expect(message).toMatch(new RegExp(`${place.replace(/[()]/g, '\\$&')}\\. (Expected|Unmatched)`));
  }
});
