import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';
import { log, load, span } from './rows.ts';
import { panel, startHost, type Host } from './support.ts';

// What happened, in traffic that is written so that each event and each near miss is known.

const minute = 60_000;
const hour = 60 * minute;
const from = Date.UTC(2026, 4, 1);
const to = from + 12 * hour;
const whole = panel(from, to);

interface Call {
  feature: string;
  model: string;
  error?: string;
  prompt?: string;
}

const at = (hours: number) => from + hours * hour;
const call = (hours: number, { feature, model, error, prompt }: Call): SpanRow =>
  span(
    at(hours),
    {
      'gen_ai.operation.name': 'chat',
      'app.feature': feature,
      'gen_ai.request.model': model,
      ...(error === undefined ? {} : { 'error.type': error }),
      ...(prompt === undefined ? {} : { 'gen_ai.prompt.name': feature, 'gen_ai.prompt.version': prompt }),
    },
    error === undefined ? {} : { StatusCode: 'Error' }
  );

/** Calls at equal distances, from the one time to the other. */
const calls = (begin: number, end: number, count: number, of: Call): SpanRow[] =>
  Array.from({ length: count }, (_, index) => call(begin + ((end - begin) * index) / (count - 1), of));

const scores = (
  begin: number,
  end: number,
  count: number,
  evaluator: string,
  version: string,
  name: string
): LogRow[] =>
  Array.from({ length: count }, (_, index) =>
    log(at(begin + ((end - begin) * index) / (count - 1)), undefined, {
      'gen_ai.evaluation.name': name,
      'gen_ai.evaluation.score.value': '4',
      ...(evaluator === '' ? {} : { 'gen_ai.evaluation.evaluator.name': evaluator }),
      ...(version === '' ? {} : { 'gen_ai.evaluation.evaluator.version': version }),
    })
  );

let host: Host;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', {
    spans: [
      // Switches at 4:00, and is seen again with the new model only.
      ...calls(-20, 4, 60, { feature: 'search', model: 'old' }),
      ...calls(4.001, 11.9, 60, { feature: 'search', model: 'new' }),
      // Has no time before it: which model it begins with is no change.
      ...calls(2, 11.9, 40, { feature: 'fresh', model: 'new' }),
      // Was tried too few times.
      ...calls(6, 6.5, 5, { feature: 'search', model: 'tried' }),
      // Is used every three hours, so that nine hours of silence are usual.
      ...calls(-22, 2, 9, { feature: 'rare', model: 'seldom' }),
      ...calls(-22, 11.9, 400, { feature: 'rare', model: 'often' }),
      // Was used before, though not in the first hours of the window.
      ...calls(-20, -18, 20, { feature: 'back', model: 'again' }),
      ...calls(3, 9, 20, { feature: 'back', model: 'again' }),
      ...calls(-20, 11.9, 300, { feature: 'back', model: 'always' }),
      // Fails for eight minutes from 8:00, and once at 9:00.
      ...calls(8.001, 8.13, 60, { feature: 'chat', model: 'always', error: 'RateLimitError' }),
      ...calls(-10, 11.99, 1400, { feature: 'chat', model: 'always' }),
      call(9, { feature: 'chat', model: 'always', error: 'timeout' }),
      ...calls(-1, 5, 40, { feature: 'mail', model: 'always', prompt: 'v1' }),
      ...calls(5.5, 11, 40, { feature: 'mail', model: 'always', prompt: 'v2' }),
    ],
    logs: [
      ...scores(-20, 6, 40, 'judge', '1', 'faithfulness'),
      ...scores(6.5, 11, 40, 'judge', '2', 'faithfulness'),
      ...scores(7, 8, 3, 'somebody', '', 'faithfulness'),
      ...scores(1, 11, 40, 'judge', '2', 'tone'),
    ],
  });
});

afterAll(() => host.close());

const eventsOf = (events: readonly string[], more: object = {}) => ({
  ...{ version: 1, kind: 'events', format: 'table', filters: [], events },
  ...more,
});

async function ask(query: object, request = whole): Promise<Record<string, unknown>[]> {
  const { columns, rows } = await host.ask(query, request);
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

/** The minute of an event, as hours of the window. */
const hoursOf = (time: unknown): number =>
  Math.round((Date.parse(`${String(time).slice(0, 16).replace(' ', 'T')}Z`) - from) / minute) / 60;
const brief = (rows: Record<string, unknown>[]) => rows.map(({ time, title }) => [hoursOf(time), title]);

describe('changes of models', () => {
  test('are what a feature starts and stops using while it goes on', async () => {
    const found = await ask(eventsOf(['model_changes']));
    expect(brief(found)).toEqual([
      [4, 'search stopped using old'],
      [4, 'search started using new'],
    ]);
    expect(found[1]).toMatchObject({
      timeEnd: null,
      text: 'First of 60 requests; the feature used other models before',
      tags: 'model_changes,search,new',
      id: expect.stringMatching(/^model_changes-[0-9a-f]+$/) as string,
    });
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  });

  test('need as many requests as are asked for, of those that pass the filters', async () => {
    expect(brief(await ask(eventsOf(['model_changes'], { minimum: 3 })))).toContainEqual([
      6,
      'search started using tried',
    ]);
    const filters = [{ dimension: 'feature', operator: 'in', values: ['back', 'rare', 'fresh'] }];
    expect(await ask(eventsOf(['model_changes'], { filters }))).toEqual([]);
  });

  test('are the same in any part of the window, with the same ids', async () => {
    const part = await ask(eventsOf(['model_changes']), panel(at(3.5), at(8)));
    const all = await ask(eventsOf(['model_changes']));
    expect(part.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });
});

describe('bursts of errors', () => {
  test('are stretches far above the usual rate, with their most frequent class', async () => {
    const found = await ask(eventsOf(['error_bursts']));
    expect(found).toHaveLength(1);
    const [burst] = found;
    // Buckets are five minutes long: from 8:00 to 8:10.
    expect([hoursOf(burst?.['time']), hoursOf(burst?.['timeEnd'])]).toEqual([8, 8 + 1 / 6]);
    const spans = await host.answer({
      sql: `SELECT countIf(StatusCode = 'Error') AS errors, count() AS requests FROM otel.otel_traces
        WHERE Timestamp >= fromUnixTimestamp64Milli(${at(8)}) AND Timestamp < fromUnixTimestamp64Milli(${at(8) + 10 * minute})`,
      params: {},
      settings: {},
    });
    const [[errors, requests]] = spans.rows as [[number, number]];
    const rate = Math.round((errors / requests) * 1000) / 10;
    expect(burst).toMatchObject({
      title: `Error rate ${rate} %`,
      text: `${errors} of ${requests} requests failed, mostly rate_limit; usually 0 %`,
      tags: 'error_bursts,rate_limit',
    });
    expect(errors).toBe(60);
  });

  test('are none where everything fails as usual, and where few calls fail', async () => {
    expect(await ask(eventsOf(['error_bursts']), panel(at(8), at(8) + 8 * minute))).toEqual([]);
    const filters = [{ dimension: 'error_class', operator: 'in', values: ['timeout', 'none'] }];
    expect(await ask(eventsOf(['error_bursts'], { filters }))).toEqual([]);
  });
});

describe('changes of evaluators', () => {
  test('are new evaluators, and new versions, of evaluations that had others', async () => {
    const found = await ask(eventsOf(['evaluator_changes']));
    expect(brief(found)).toEqual([[6.5, 'faithfulness: evaluator judge 2']]);
    expect(found[0]).toMatchObject({
      text: 'Until then judge 1. Scores of different evaluators, or of different versions of one, are not comparable.',
      tags: 'evaluator_changes,faithfulness,judge 2',
    });
    expect(brief(await ask(eventsOf(['evaluator_changes'], { minimum: 3 })))).toContainEqual([
      7,
      'faithfulness: evaluator somebody',
    ]);
  });

  test('are not known without scores, which is said', async () => {
    const { settings } = host;
    const jsonData = { logsTable: 'no_logs' };
    const plan = await host.plan(eventsOf(['evaluator_changes']), whole, { ...settings, jsonData });
    // The spans have events, which may be scores.
    expect((await host.run(plan)).rows).toEqual([]);
  });
});

test('deployments of prompts are those of the list of versions', async () => {
  const versions = await ask({ version: 1, kind: 'prompt_versions', format: 'table', filters: [], deployments: true });
  const found = await ask(eventsOf(['prompt_deployments']));
  expect(found.map(({ time, title, text }) => [time, title, text])).toEqual(
    versions.map(({ time, title, text }) => [time, title, text])
  );
  expect(brief(found)).toEqual([[5.5, 'mail v2']]);
});

test('all kinds come in the order of time, each as alone', async () => {
  const names = ['evaluator_changes', 'error_bursts', 'prompt_deployments', 'model_changes'];
  const together = await ask(eventsOf(names));
  const times = together.map(({ time }) => String(time));
  expect(times).toEqual([...times].sort());
  const alone = (await Promise.all(names.map((name) => ask(eventsOf([name]))))).flat();
  const byId = (a: Record<string, unknown>, b: Record<string, unknown>) => (String(a['id']) < String(b['id']) ? -1 : 1);
  expect([...together].sort(byId)).toEqual(alone.sort(byId));
  expect(together.length).toBe(5);
});

test('an empty window has none, and hostile filters are only compared', async () => {
  const all = ['prompt_deployments', 'model_changes', 'error_bursts', 'evaluator_changes'];
  expect(await ask(eventsOf(all), panel(from - 60 * 24 * hour, from - 59 * 24 * hour))).toEqual([]);
  const values = ["it's", 'a\\b', 'a\0b', '${feature}', "'; DROP TABLE otel.otel_traces; --", 'x'.repeat(10_000)];
  expect(await ask(eventsOf(all, { filters: [{ dimension: 'feature', operator: 'in', values }] }))).toEqual([]);
});

test.each([
  [eventsOf([]), whole, /events: Too small/],
  [eventsOf(['elections']), whole, /events.0/],
  [
    eventsOf(['error_bursts'], { filters: [{ dimension: 'evaluator', operator: 'in', values: ['x'] }] }),
    whole,
    /"evaluator" does not apply to "events"/,
  ],
  [
    eventsOf(['error_bursts'], {
      filters: [{ dimension: 'attr:gen_ai.input.messages', operator: 'in', values: ['x'] }],
    }),
    whole,
    /to hold user or model text/,
  ],
  [eventsOf(['error_bursts']), panel(from, to, { fromAlert: true }), /a query of kind "events" returns a table/],
])('is refused: %#', async (query, request, message) => {
  await expect(host.plan(query, request)).rejects.toThrow(message);
});
