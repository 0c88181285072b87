import { describe, expect, test } from 'vitest';
import { handle } from '../../handle.ts';
import type { HostSettings } from '../../host.ts';
import type { SourceDescription } from '../description.ts';
import { layouts } from './index.ts';
import type { Layout } from './layout.ts';

// A table's layout is detected from its columns, unless the settings name it.

const settings = (jsonData: Record<string, unknown>): HostSettings => ({
  ...{ url: 'http://clickhouse:8123', database: 'd', user: 'u' },
  jsonData: { tracesTable: 't', ...jsonData },
});

/** Returns the engine's description of a table with the given columns, or its error. */
function describeTable(columns: Record<string, string>, jsonData: Record<string, unknown> = {}) {
  const rows = Object.entries(columns).map(([name, type]) => ['d', 't', name, type]);
  const own = settings(jsonData);
  const reply = handle({
    ...{ op: 'resource', now: Date.now(), path: 'source', body: null, settings: own, state: null },
    results: [{ ok: true, columns: [], rows }],
  });
  return 'done' in reply
    ? (reply.done as { body: SourceDescription }).body
    : { error: 'error' in reply ? reply.error.message : '' };
}

const columnsOf = ({ required }: Layout): Record<string, string> =>
  Object.fromEntries(Object.entries(required ?? {}).map(([name, type]) => [name, type || 'String']));

const told = layouts.filter(({ required }) => required);

describe('a layout', () => {
  test.each(told)('$id is told by its columns', (layout) => {
    expect(describeTable(columnsOf(layout))).toMatchObject({ layout: { id: layout.id, title: layout.title } });
  });

  test.each(told)('$id is not taken for another', (layout) => {
    const columns = columnsOf(layout);
    for (const other of told.filter(({ id }) => id !== layout.id)) {
      expect(describeTable(columns, { layout: other.id })).toHaveProperty('error');
    }
  });

  test('that lacks columns is named, with them', () => {
    const { Duration: _, StatusCode: __, ...rest } = columnsOf(told[0] as Layout);
    const { error } = describeTable(rest) as { error: string };
    expect(error).toContain((told[0] as Layout).title);
    expect(error).toContain('Duration, StatusCode');
  });

  test('that has a column of another type is named, with the type', () => {
    const { error } = describeTable({ ...columnsOf(told[0] as Layout), SpanAttributes: 'String' }) as { error: string };
    expect(error).toContain('SpanAttributes');
  });

  test('brings its own tables only', () => {
    const rows = ['traces', 'scores'].map((table) => ['d', table, 'id', 'String']);
    const of = (layout: Layout) => [
      ...rows,
      ...Object.entries(columnsOf(layout)).map(([name, type]) => ['d', 't', name, type]),
    ];
    const others = told.map((layout) => {
      const reply = handle({
        ...{ op: 'resource', now: Date.now(), path: 'source', body: null, settings: settings({}), state: null },
        results: [{ ok: true, columns: [], rows: of(layout) }],
      });
      return [layout.id, Object.keys((reply as { done: { body: SourceDescription } }).done.body.others)];
    });
    expect(Object.fromEntries(others)).toMatchObject({
      'otel-map': [],
      langfuse: ['langfuseTraces', 'langfuseScores'],
    });
  });
});

describe('settings', () => {
  test.each([
    ['a layout that is none', { layout: 'tempo' }, 'layout'],
    ['a column that is none', { layout: 'flat', columns: { colour: 'c' } }, 'columns'],
    ['a mapping of a score that is none', { evaluationColumns: { colour: 'c' } }, 'evaluationColumns'],
    ['values that are no list', { exclude: { environments: 'test' } }, 'exclude.environments'],
  ])('%s is refused', (_, jsonData, path) => {
    const { error } = handle({
      op: 'resource',
      now: Date.now(),
      path: 'source',
      body: null,
      settings: settings(jsonData),
    }) as {
      error: { message: string };
    };
    expect(error.message).toContain(`setting ${path}`);
  });
});

describe('the census resource', () => {
  const ask = (body: unknown) =>
    handle({ op: 'resource', now: Date.now(), path: 'census', body, settings: settings({}) });

  test.each([
    ['nothing', null, 'query'],
    ['no windows', { windows: [] }, 'query'],
    ['a window that runs backwards', { windows: [{ from: 2, to: 1 }] }, 'query'],
    ['a window of texts', { windows: [{ from: '1', to: '2' }] }, 'query'],
    ['a window of years', { windows: [{ from: 0, to: 1e12 }] }, 'limit'],
  ])('refuses %s', (_, body, category) => {
    expect(ask(body)).toMatchObject({ error: { category } });
  });

  test('asks for columns first, then for what the days hold', () => {
    expect(ask({ windows: [{ from: 0, to: 1 }] })).toMatchObject({ need: [{ cacheSeconds: 300 }] });
  });
});
