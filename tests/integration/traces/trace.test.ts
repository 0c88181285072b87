import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../../tools/demo/data/schema.ts';
import { isContent } from '../../../src/engine/catalogue/content.ts';
import { Parameters } from '../../../src/engine/compile/context/parameters.ts';
import { holdsContent } from '../../../src/engine/compile/kinds/content/holdscontent.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { call as fn, column, from, table, type Select } from '../../../src/engine/sql/nodes.ts';
import { print } from '../../../src/engine/sql/print.ts';
import { libraries, rowsOf } from '../corpus/folder.ts';
import { loadLibraries } from '../corpus/load.ts';
import { request as ofCorpus } from '../corpus/measured.ts';
import { expectClose, panel, startHost, withSql, type Answer, type Host } from '../engine/support.ts';
import { askTrace, ofCalls, ofRoots, requestsOf } from './ask.ts';
import { call, usage, write, type WrittenSpan } from './spans.ts';

// A trace shows every span, counts what measures count, and nothing that was written breaks it.

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(() => host?.close());

const settingsOf = (database: string) => ({ ...host.settings, database });

describe('the trace with the most calls of a library', () => {
  const measures = ['requests', 'errors', 'cost', 'input_tokens', 'output_tokens', 'cache_read_tokens'] as const;

  test.each(libraries)('%s', async (library) => {
    const database = `trace_${library}`;
    await loadLibraries(host, database, [library]);
    const listed = await host.ask(
      {
        version: 1,
        kind: 'calls',
        format: 'table',
        groupBy: [],
        columns: ['cost'],
        filters: [],
        orderBy: 'time',
        limit: 1000,
      },
      ofCorpus,
      settingsOf(database)
    );
    const calls = listed.rows.map((row) => String(row[1]));
    const of = (id: string) => calls.filter((one) => one === id).length;
    const [traceId = ''] = [...new Set(calls)].sort((a, b) => of(b) - of(a));
    const trace = await askTrace(host, { traceId }, ofCorpus, settingsOf(database));
    // The measures of the trace alone, in a table of its own.
    await host.command(`CREATE TABLE ${database}.alone AS ${database}.otel_traces`);
    const written = `SELECT * FROM ${database}.otel_traces WHERE TraceId IN ('${traceId}'${others(trace.spans)})`;
    await host.command(`INSERT INTO ${database}.alone ${written}`);
    const measured = await host.ask(
      {
        version: 1,
        kind: 'measure',
        format: 'table',
        measures: measures.map((id) => ({ id })),
        groupBy: [],
        filters: [],
      },
      ofCorpus,
      { ...settingsOf(database), jsonData: { tracesTable: 'alone' } }
    );
    const [, errors, ...sums] = measured.rows[0] as number[];
    const graph = { version: 1, kind: 'trace', format: 'table', traceId };
    const [edges, nodes] = await Promise.all(
      ['edges', 'nodes'].map((view) => host.ask({ ...graph, view }, ofCorpus, settingsOf(database)))
    );
    withSql(trace.plan, () => {
      for (const [frame, id] of [
        [edges, 'target'],
        [nodes, 'id'],
      ] as const) {
        const models = recordsOf(frame).filter((row) => String(row[id]).startsWith('model:'));
        const total = (name: string) => models.reduce((all, row) => all + Number(row[name]), 0);
        expect(total('mainstat'), `calls of models by ${id}`).toBe(measured.rows[0]?.[0]);
        expect(total('detail__errors'), `errors by ${id}`).toBe(errors);
        expectClose(total('secondarystat'), Number(sums[0] ?? 0), `cost by ${id}`);
      }
      expect(requestsOf(trace), 'requests').toBe(measured.rows[0]?.[0]);
      expect(ofRoots(trace, 'requests'), 'requests below the roots').toBe(requestsOf(trace));
      expect(ofRoots(trace, 'errors'), 'errors').toBe(errors);
      ['cost_usd', 'input_tokens', 'output_tokens', 'cache_read_tokens'].forEach((tag, index) => {
        expectClose(ofCalls(trace, tag), sums[index] ?? 0, tag);
        expectClose(ofRoots(trace, tag), sums[index] ?? 0, `${tag} below the roots`);
      });
      expect(JSON.stringify(trace.spans.map(({ row }) => [row['tags'], row['logs']]))).not.toMatch(
        /"key":"(gen_ai\.(prompt|completion)|input\.value)"/
      );
    });
  });
});

const recordsOf = ({ columns = [], rows = [] }: Partial<Answer> = {}): Record<string, unknown>[] =>
  rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));

/** The traces in which spans were written that are shown in this one. */
const others = (spans: readonly { row: Record<string, unknown> }[]): string =>
  [...new Set(spans.map(({ row }) => String(row['traceID'])))].map((id) => `, '${id}'`).join('');

test('ClickHouse tells contents by the names of attributes as the catalogue does', async () => {
  const rows = libraries.flatMap((library) => rowsOf(library, 'traces').split('\n').filter(Boolean));
  const keys = rows.flatMap((row) => Object.keys((JSON.parse(row) as { SpanAttributes: object }).SpanAttributes));
  const all = [
    ...new Set([
      ...keys,
      'toolArguments',
      'error.message',
      'a.PromptText',
      '',
      'ünïcode.prompt',
      'prompt_tokens',
      'response',
      'tool_response',
      'a.toolCalls',
      'x.max_tool_calls',
      'request',
    ]),
  ];
  const parameters = new Parameters();
  const settings = readSettings({ url: '', database: '', user: '', jsonData: {} });
  const select: Select = {
    kind: 'select',
    columns: [
      { as: 'key', value: column('key') },
      { as: 'held', value: holdsContent(column('key'), { settings, parameters }) },
    ],
    from: from({
      kind: 'select',
      columns: [{ as: 'key', value: fn('arrayJoin', parameters.list(all)) }],
      from: table('system', 'one'),
    }),
  };
  const answer = await host.answer({ sql: print(select), params: parameters.values, settings: {} });
  expect(all.length).toBeGreaterThan(300);
  expect(answer.rows.map(([key, held]) => [key, held === 1])).toEqual(all.map((key) => [key, isContent(key)]));
});

describe('a trace that somebody wrote', () => {
  const key = `sk-proj-${'a1'.repeat(20)}`;
  const database = 'hostile';
  const now = Date.UTC(2026, 5, 1, 12);
  const range = panel(now - 3_600_000, now + 3_600_000);
  const id = (n: number) => n.toString(16).padStart(32, '0');
  const ask = (traceId: string, more: { spanId?: string } = {}, at = range) =>
    askTrace(host, { traceId, ...more }, at, settingsOf(database));

  beforeAll(async () => {
    for (const statement of schema(database)) {
      await host.command(statement);
    }
    const chat = { ...call, ...usage };
    const chain: WrittenSpan[] = Array.from({ length: 10_050 }, (_, index) => ({
      trace: id(5),
      id: `s${index}`,
      ...(index === 0 ? {} : { parent: `s${index - 1}` }),
      at: now + (index % 1000),
      attributes: index === 10_049 ? chat : {},
    }));
    await write(host, database, [
      { trace: id(1), id: 'a', parent: 'a', at: now, attributes: {} },
      { trace: id(1), id: 'b', parent: 'a', at: now + 1, attributes: chat },
      ...['a', 'b', 'c'].map((one, index) => ({
        trace: id(2),
        id: one,
        parent: 'bca'[index] ?? '',
        at: now + index,
        attributes: chat,
      })),
      { trace: id(2), id: 'd', parent: 'a', at: now + 9, name: 'below' },
      { trace: id(2), id: 'e', parent: 'd', at: now + 9, attributes: chat },
      {
        trace: id(3),
        id: 'a',
        at: now,
        attributes: {
          ...chat,
          'app.note': 'x'.repeat(1_000_000),
          'gen_ai.input.messages': 'a secret',
          'app.tick': 'it\'s "quoted"\n',
          'error.message': `Incorrect API key provided: ${key}`,
          errorMessage: key,
          'otel.status_description': key,
        },
        events: [
          { name: 'gen_ai.user.message', attributes: { content: 'a secret', 'gen_ai.system': 'openai' } },
          {
            name: 'exception',
            attributes: {
              description: key,
              'exception.message': `${key} is none`,
              'exception.stacktrace': `at line 1 of ${key}`,
            },
          },
        ],
      },
      { trace: id(3), id: 'a', at: now, attributes: chat, name: 'a second copy' },
      { trace: id(4), id: 'a', at: now - 26 * 3_600_000, attributes: {} },
      { trace: id(4), id: 'b', parent: 'a', at: now, attributes: chat },
      ...chain,
      ...Array.from({ length: 12_500 }, (_, index) => ({
        trace: id(6),
        id: `c${index}`,
        ...(index < 500 ? { parent: 'c500' } : { attributes: chat }),
        at: now + index,
      })),
    ]);
  });

  test('a span that names itself as its parent is shown without one', async () => {
    const { spans } = await ask(id(1));
    expect(spans.map((span) => [span.id, span.parent])).toEqual([
      ['a', ''],
      ['b', 'a'],
    ]);
    expect(spans[0]?.row['warnings']).toHaveLength(1);
    expect(spans[0]?.tags['genai.total.input_tokens']).toBe(100);
    expect(spans[0]?.tags, 'a span that is no tool').not.toHaveProperty(['genai.tool']);
  });

  test('a circle ends, and what is below it is right', async () => {
    const { spans } = await ask(id(2));
    const by = (one: string) => spans.find((span) => span.id === one);
    expect(spans.map((span) => [span.id, span.parent])).toEqual([
      ['a', ''],
      ['b', ''],
      ['c', ''],
      ['d', 'a'],
      ['e', 'd'],
    ]);
    expect(['a', 'b', 'c'].map((one) => by(one)?.tags['genai.total.requests'])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(by('d')?.tags['genai.total.requests']).toBe(1);
    expect(by('a')?.row['warnings']).toHaveLength(1);
  });

  test('an attribute of a megabyte is cut, contents are left out, and a second copy is not shown', async () => {
    const { spans } = await ask(id(3).toUpperCase());
    expect(spans).toHaveLength(1);
    const [span] = spans;
    expect(String(span?.tags['app.note'])).toMatch(/^x{1024}… \(1000000 bytes, cut after 1024 characters\)$/);
    expect(span?.tags['app.tick']).toBe('it\'s "quoted"\n');
    expect(JSON.stringify(span?.row)).not.toContain('a secret');
    expect(span?.tags['genai.content_left_out']).toBe('gen_ai.input.messages');
    expect(span?.row['logs']).toHaveLength(2);
    expect(span?.row['stackTraces']).toEqual(['at line 1 of [key]']);
    expect(span?.tags['error.message']).toBe('Incorrect API key provided: [key]');
    expect(JSON.stringify(span?.row)).not.toContain(key);
  });

  test('the text of an error is no dimension, and no answer to a condition, but as it is shown', async () => {
    const of = (query: object) => host.ask({ version: 1, format: 'table', ...query }, range, settingsOf(database));
    const spans = { kind: 'spans', of: ['spans'], columns: [], filters: [], orderBy: 'time', limit: 10 };
    const dimension = 'attr:error.message';
    const shown = 'Incorrect API key provided: [key]';
    expect((await of({ kind: 'values', dimension })).rows).toEqual([[shown, 1]]);
    const listed = await of({
      ...spans,
      groupBy: [dimension],
      filters: [{ dimension, operator: 'in', values: [shown] }],
    });
    expect(listed.rows.map((row) => row[3])).toEqual([shown]);
    const found = (on: object, value: string) =>
      of({ ...spans, groupBy: [], conditions: [{ ...on, operator: 'matches', value }] }).then(
        ({ rows }) => rows.length
      );
    for (const on of [{ on: 'error' }, { on: 'attribute', key: 'error.message' }]) {
      expect(await found(on, '^Incorrect API key')).toBe(1);
      expect(await found(on, 'sk-proj-a1')).toBe(0);
    }
  });

  test('contents are what the settings name, too', async () => {
    const content = { keys: ['app.tick'], exempt: ['gen_ai.input.messages'] };
    const settings = { ...settingsOf(database), jsonData: { content } };
    const [span] = (await askTrace(host, { traceId: id(3) }, range, settings)).spans;
    expect(span?.tags['genai.content_left_out']).toBe('app.tick');
    expect(span?.tags).not.toHaveProperty('app.tick');
    expect(span?.tags).toHaveProperty(['gen_ai.input.messages']);
  });

  test('10,000 spans in a chain are added up, and what is not shown is said', async () => {
    const { plan, spans } = await ask(id(5), { spanId: 's10049' });
    expect(plan.notices.map(({ text }) => text).join()).toContain('10050 spans');
    expect(spans).toHaveLength(10_000);
    expect(spans.find((span) => span.id === 's0')?.tags['genai.total.requests']).toBe(1);
    expect(spans.find((span) => span.id === 's10049')?.tags['genai.counted']).toBe('request');
  });

  test('more spans than make a tree are shown, calls first, and it is said', async () => {
    const { plan, spans } = await ask(id(6));
    const notices = plan.notices.map(({ text }) => text).join('\n');
    expect(notices).toContain('only added up in traces of up to 12000');
    expect(notices).toContain('There are more than 12000 spans');
    expect(spans.filter(({ tags }) => tags['genai.counted'] === 'request')).toHaveLength(10_000);
    expect(spans.some(({ tags }) => 'genai.total.requests' in tags)).toBe(false);
  });

  test('spans a day apart are one trace where the table of traces knows it', async () => {
    expect((await ask(id(4))).spans.map((span) => span.id)).toEqual(['a', 'b']);
    const elsewhere = panel(now + 90 * 86_400_000, now + 91 * 86_400_000);
    expect((await ask(id(4), {}, elsewhere)).spans).toHaveLength(2);
  });

  test('without that table the time range is looked through', async () => {
    await host.command(`RENAME TABLE ${database}.otel_traces_trace_id_ts TO ${database}.gone`);
    expect((await ask(id(4))).spans.map((span) => span.id)).toEqual(['b']);
    const { plan, spans } = await ask(id(4), {}, panel(now + 90 * 86_400_000, now + 91 * 86_400_000));
    expect(spans).toEqual([]);
    expect(plan.notices[0]?.text).toContain('choose a time range');
    await host.command(`RENAME TABLE ${database}.gone TO ${database}.otel_traces_trace_id_ts`);
  });

  test('an id that is nowhere has no spans, and says what to do', async () => {
    const { plan, spans } = await ask(id(99));
    expect(spans).toEqual([]);
    expect(plan.notices).toHaveLength(1);
    expect(plan.frame.preferredVisualisation).toBe('trace');
  });

  test.each(["' OR 1 = 1 --", '0', 'g'.repeat(32)])('%s is no id', async (traceId) => {
    await expect(ask(traceId)).rejects.toThrow('32 hexadecimal digits');
  });

  test('an alert rule is refused', async () => {
    await expect(ask(id(1), {}, { ...range, fromAlert: true })).rejects.toThrow('alert rule');
  });
});
