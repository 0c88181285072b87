import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SpanRow } from '../../../tools/demo/data/rows.ts';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { canonical, type Canonical, type Written } from './call.ts';
import { conventions } from './calls/conventions.ts';
import { frameworks } from './calls/frameworks.ts';
import { gateways } from './calls/gateways.ts';
import { platforms } from './calls/platforms.ts';

// One logical call gives the same canonical row in every dialect.

const calls = [...conventions, ...frameworks, ...gateways, ...platforms];
/** Dialects that are read from tables of their own layout, see tests/integration/layouts and tests/integration/agents. */
const ofLayouts = ['flat', 'langfuse-tables', 'codex'];

const nameOf = ({ dialect, variant }: Written) => [dialect, variant].filter(Boolean).join(', ');
const at = from + 1_800_000;

/** Builds the call and the spans around it, in a trace and a service of their own. */
function rowsOf(written: Written, failed: boolean): SpanRow[] {
  const { SpanAttributes: more = {}, ...status } = failed ? written.failed : {};
  const service = `${nameOf(written)}${failed ? ', failed' : ''}`;
  const usage = /usage|token|cache_read/;
  const said = Object.entries(written.span.SpanAttributes).filter(([key]) => !failed || !usage.test(key));
  const own = span(at, { ...Object.fromEntries(said), ...more }, { ...written.span, ServiceName: service });
  const call = { ...own, SpanAttributes: { ...Object.fromEntries(said), ...more }, ...status };
  const others = failed ? [] : (written.around ?? []);
  return [
    call,
    ...others.map((other) => ({
      ...span(at - 1, other.SpanAttributes, { ...other, ServiceName: service }),
      TraceId: call.TraceId,
      Duration: call.Duration + 10_000_000,
    })),
  ].map((row, index, all) => (index === 0 ? { ...row, ParentSpanId: all[1]?.SpanId ?? '' } : row));
}

let host: Host;
let rows: Record<string, Record<string, unknown>[]>;

beforeAll(async () => {
  host = await startHost();
  const spans = calls.flatMap((written) => [...rowsOf(written, false), ...rowsOf(written, true)]);
  await load(host.url, 'otel', { spans, logs: [] });
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: ['requests', 'errors', 'input_tokens', 'output_tokens', 'cache_read_tokens'].map((id) => ({ id })),
    groupBy: ['service', 'provider', 'model', 'operation', 'feature', 'instrumentation', 'error_class'],
  };
  const people = { ...query, measures: [{ id: 'requests' }], groupBy: ['service', 'conversation', 'user'] };
  const [facts, tagged] = await Promise.all([query, people].map(byService));
  rows = Object.fromEntries(
    Object.entries(facts ?? {}).map(([service, all]) => [
      service,
      all.map((row) => ({ ...row, ...(tagged?.[service]?.length === 1 ? tagged[service][0] : {}) })),
    ])
  );
});

async function byService(query: object): Promise<Record<string, Record<string, unknown>[]>> {
  const { columns, rows: cells } = await host.ask(query, panel(from, t0));
  const found: Record<string, Record<string, unknown>[]> = {};
  for (const cell of cells) {
    const row = Object.fromEntries(columns.map((name, index) => [name, cell[index]]));
    const service = String(row['service']);
    found[service] = [...(found[service] ?? []), row];
  }
  return found;
}

afterAll(() => host.close());

const cases = calls.map((written) => ({ name: nameOf(written), written }));

describe('a call', () => {
  test.each(cases)('$name', ({ name, written }) => {
    const expected: Canonical & Record<string, unknown> = { ...canonical(written), errors: 0, error_class: 'none' };
    expect(rows[name]).toEqual([{ service: name, ...expected }]);
  });
});

describe('a call that was refused', () => {
  test.each(cases)('$name', ({ name, written }) => {
    const none = { input_tokens: null, output_tokens: null, cache_read_tokens: null };
    const expected = { ...canonical(written), ...none, errors: 1, error_class: 'rate_limit' };
    expect(rows[`${name}, failed`]).toEqual([{ service: `${name}, failed`, ...expected }]);
  });
});

test('every dialect has a call', () => {
  const folder = fileURLToPath(new URL('../../../src/engine/source/dialects', import.meta.url));
  const ids = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const written = new Set([...calls.map(({ dialect }) => dialect), ...ofLayouts]);
  expect(ids.filter((id) => !written.has(id))).toEqual([]);
});
