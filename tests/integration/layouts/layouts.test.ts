import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layouts } from '../../../src/engine/source/layouts/index.ts';
import type { HostSettings } from '../../../src/engine/host.ts';
import { preview, previewCensus } from '../../../src/engine/preview.ts';
import type { Census } from '../../../src/engine/source/census.ts';
import type { SourceDescription } from '../../../src/engine/source/description.ts';
import { resource } from '../engine/resource.ts';
import { panel, startHost, type Answer, type Host } from '../engine/support.ts';
import { askTrace } from '../traces/ask.ts';
import { lists, questions } from './questions.ts';
import { from, to, traffic } from './traffic.ts';
import type { Writer } from './writer.ts';
import { writers } from './writers/index.ts';

// Tests the contract of layouts: the same traffic gives the same answers, whatever the tables look like.

let host: Host;
const spans = traffic();
const [reference] = writers;

beforeAll(async () => {
  host = await startHost();
  for (const writer of writers) {
    await fill(writer);
  }
}, 240_000);

afterAll(() => host?.close());

const databaseOf = ({ id }: Writer) => id.replace(/-/g, '_');

async function fill(writer: Writer): Promise<void> {
  const database = databaseOf(writer);
  await host.command(`CREATE DATABASE ${database}`);
  for (const statement of writer.ddl) {
    await host.command(statement.replace('CREATE TABLE ', `CREATE TABLE ${database}.`));
  }
  for (const [table, rows] of Object.entries(writer.rows(spans))) {
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    await host.command(
      `INSERT INTO ${database}.${table} SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow\n${lines}`
    );
  }
}

const settingsOf = (writer: Writer, more: Record<string, unknown> = {}): HostSettings => ({
  ...host.settings,
  database: databaseOf(writer),
  jsonData: { ...writer.settings, ...more },
});

const asked = (question: object) => ({
  ...{ version: 1, kind: 'measure', format: 'table', filters: [] },
  ...('kind' in question ? {} : { groupBy: [] }),
  ...question,
});

async function ask(
  writer: Writer,
  question: object,
  more: Record<string, unknown> = {},
  fromAlert = false
): Promise<Answer> {
  return host.ask(asked(question), panel(from, to, { fromAlert }), settingsOf(writer, more));
}

const answers = new Map<string, Promise<Answer>>();

/** Returns the reference's answer, which is computed once. */
function expectedOf(question: object, more: Record<string, unknown> = {}, fromAlert = false): Promise<Answer> {
  const key = JSON.stringify([question, more, fromAlert]);
  const known = answers.get(key) ?? ask(reference as Writer, question, more, fromAlert);
  answers.set(key, known);
  return known;
}

/** Rounds numbers, because sums differ in their last digits by the order of addition. */
const comparable = ({ columns, rows }: Omit<Answer, 'types'>) => ({
  columns,
  rows: rows
    .map((row) => row.map((value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value)))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
});

/** What a table without ids has of a list as well. */
function withoutIds({ columns, rows }: Answer): Omit<Answer, 'types'> {
  const kept = columns.map((name) => !['trace_id', 'span_id', 'id'].includes(name));
  return {
    columns: columns.filter((_, index) => kept[index]),
    rows: rows.map((row) => row.filter((_, index) => kept[index])),
  };
}

/** A trace within the window with a score, and what is the same in every table. */
const chosen = spans.find(
  ({ at, scores, conversation }) => at > from && at < to && scores.length > 0 && conversation !== ''
);

async function traceIn(writer: Writer) {
  const trace = await askTrace(host, { traceId: chosen?.traceId ?? '' }, panel(from, to), settingsOf(writer));
  return trace.spans.map(({ id, parent, tags, row }) => ({
    id,
    parent,
    duration: Math.round(Number(row['duration'])),
    startTime: Math.round(Number(row['startTime'])),
    facts: Object.entries(tags)
      .filter(([tag]) =>
        /^genai\.(counted|model|tool|input_tokens|output_tokens|cost_usd|error_class|total\.|score\.)/.test(tag)
      )
      .map(([tag, value]) => `${tag}=${typeof value === 'number' ? Number(value.toPrecision(9)) : value}`)
      .sort(),
  }));
}

/** What the first table has of the trace and its conversation, which is asked once. */
let singles: Promise<[Awaited<ReturnType<typeof traceIn>>, Awaited<ReturnType<typeof conversationIn>>]> | undefined;

async function conversationIn(writer: Writer) {
  const query = { version: 1, kind: 'conversation', format: 'table', conversationId: chosen?.conversation };
  const plan = await host.plan(query, panel(from, to), settingsOf(writer));
  const { columns, rows, types } = await host.run(plan);
  const told = ['turn', 'trace_id', 'span_id', 'depth', 'operation', 'model', 'input_tokens', 'cost', 'error_class'];
  const sums = JSON.stringify(plan.meta['conversation'], (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : value
  );
  return { sums, types, columns, rows: rows.map((row) => told.map((name) => row[columns.indexOf(name)])) };
}

const names = Object.keys(questions);
const excluded = 'calls and scores by model';
const others = writers.slice(1);

/** Log records hold what coding agents write alone, see tests/integration/agents. */
const ofRecords = ['otel-logs'];

describe('every layout', () => {
  test('has a writer', () => {
    const written = [
      ...writers.map((writer) => writer.detected ?? (writer.settings['layout'] as string)),
      ...ofRecords,
    ];
    expect([...new Set(written)].sort()).toEqual(layouts.map(({ id }) => id).sort());
  });
});

describe('the reference', () => {
  const calls = spans.filter(
    ({ operation, at }) => (operation === 'chat' || operation === 'embeddings') && at >= from && at < to
  );
  const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

  test('answers what was written', async () => {
    const { rows } = await ask(reference as Writer, {
      measures: [
        { id: 'requests' },
        { id: 'errors' },
        { id: 'input_tokens' },
        { id: 'cache_read_tokens' },
        { id: 'users' },
      ],
    });
    expect(rows).toEqual([
      [
        calls.length,
        calls.filter(({ errorType }) => errorType !== '').length,
        sum(calls.map(({ inputTokens }) => inputTokens)),
        sum(calls.map(({ cacheReadTokens }) => cacheReadTokens)),
        new Set(calls.map(({ traceId }) => spans.find((span) => span.traceId === traceId)?.user)).size,
      ],
    ]);
  });

  test('leaves no question without an answer', async () => {
    for (const [name, question] of Object.entries(questions)) {
      const { rows } = await expectedOf(question);
      expect(rows.length, name).toBeGreaterThan(0);
      expect(JSON.stringify(rows), name).toMatch(/[1-9]/);
    }
  });
});

test.each(Object.entries(lists))('the reference lists %s', async (_, question) => {
  expect((await expectedOf(question)).rows.length).toBeGreaterThan(0);
});

describe.each(others)('$id', (writer) => {
  test('is found by its columns', async () => {
    const settings = settingsOf(writer, { ...tableOf(writer), ...(writer.detected ? { layout: 'auto' } : {}) });
    const { layout } = await resource<SourceDescription>(host, 'source', null, settings);
    expect(layout.id).toBe(writer.detected ?? writer.settings['layout']);
  });

  test.each(names.filter((name) => !(name in writer.absent)))('%s', async (name) => {
    const question = questions[name] as object;
    const expected = await expectedOf(question);
    expect(comparable(await ask(writer, question))).toEqual(comparable(expected));
  });

  test.each(Object.entries(lists))('lists %s', async (_, question) => {
    const expected = withoutIds(await expectedOf(question));
    const answered = await ask(writer, question).catch((failure: unknown) => String(failure));
    if (typeof answered === 'string') {
      expect(answered).toMatch(/has no column for|No scores can be read/);
      expect(Object.keys(writer.absent).length, 'the layout has a place for everything').toBeGreaterThan(0);
    } else {
      expect(comparable(withoutIds(answered))).toEqual(comparable(expected));
    }
  });

  test.each(Object.entries(writer.absent))('has no place for %s', async (name, capability) => {
    await expect(ask(writer, questions[name] as object)).rejects.toThrow(capability);
  });

  test.each(['by model', 'scores by tags'].filter((name) => !(name in writer.absent)))(
    'shows in the editor what the backend runs for %s',
    async (name) => {
      const settings = settingsOf(writer);
      const saved = asked(questions[name] as object);
      const request = panel(from, to);
      const { source, census } = await resource<{ source: SourceDescription; census: Census }>(
        host,
        'census',
        previewCensus(saved, request, settings),
        settings
      );
      const { statement } = await host.plan(saved, request, settings);
      expect(preview(saved, request, settings, source, census)).toMatchObject({
        sql: statement.sql,
        params: statement.params,
      });
    }
  );

  test('shows a trace, and its conversation', async () => {
    if (writer.id === 'flat-least') {
      await expect(traceIn(writer)).rejects.toThrow('"traceId"');
      return;
    }
    singles ??= Promise.all([traceIn(reference as Writer), conversationIn(reference as Writer)]);
    const [trace, conversation] = await singles;
    expect(await traceIn(writer)).toEqual(trace);
    const { sums, rows } = await conversationIn(writer);
    expect(comparable({ columns: [], rows })).toEqual(comparable({ ...conversation, columns: [] }));
    expect(sums).toEqual(conversation.sums);
  });

  test('answers an alert rule', async () => {
    const question = { measures: [{ id: 'requests' }], groupBy: ['model'], select: 'requests' };
    const expected = await expectedOf(question, {}, true);
    expect(comparable(await ask(writer, question, {}, true))).toEqual(comparable(expected));
  });

  test.skipIf(excluded in writer.absent).each([
    ['environments', { environments: ['test'] }],
    ['attributes', { attributes: { 'app.variant': ['b'] } }],
  ])('leaves out by %s', async (_, exclude) => {
    const question = questions[excluded] as object;
    const expected = await expectedOf(question, { exclude });
    const all = await expectedOf(question);
    expect(comparable(expected)).not.toEqual(comparable(all));
    expect(comparable(await ask(writer, question, { exclude }))).toEqual(comparable(expected));
  });
});

const tableOf = (writer: Writer) => ({
  tracesTable: layouts
    .find(({ id }) => id === writer.detected)
    ?.table.split('.')
    .pop(),
  ...writer.settings,
});
