import { describe, expect, test } from 'vitest';
import { explain } from '../../src/engine/explain.ts';
import { handle } from '../../src/engine/handle.ts';
import type { Failure, Health, HostSettings, StatementResult } from '../../src/engine/host.ts';
import { priceColumns } from '../../src/engine/lookups/prices.ts';
import { healthy, noSpans, notLookedInto, outOfBounds, tableMissing } from '../../src/engine/messages.ts';
import { resultsOf, shared } from '../golden/corpus.ts';

const settings: HostSettings = { url: 'http://clickhouse:8123', database: 'otel', user: 'grafana', jsonData: {} };
const answer = (rows: unknown[][], columns: string[] = []): StatementResult => ({ ok: true, columns, rows });
const tables = answer(shared.answers['collector'] ?? []);
const failure: Failure = { phase: 'connect', status: 0, code: 0, excerpt: 'refused' };
const failed: StatementResult = { ok: false, failure };
const now = Date.UTC(2026, 0, 2, 3);

const ask = (state?: unknown, results?: StatementResult[]) =>
  handle({ op: 'health', now, settings, state, ...(results ? { results } : {}) });
const needOf = (reply: ReturnType<typeof ask>) => ('need' in reply ? reply.need : []);
const stateOf = (reply: ReturnType<typeof ask>) => ('need' in reply ? reply.state : undefined);

describe('health', () => {
  const first = ask();
  const second = ask(stateOf(first), [answer([['25.3']]), tables]);
  const third = ask(stateOf(second), [answer([['12', '2026-01-02 02:59:00', '60']])]);

  /** After the two rounds of the census. */
  const counted = () =>
    (shared.censuses['everything nested'] ?? []).reduce(
      (reply, told) => ask(stateOf(reply), resultsOf(needOf(reply), told)),
      third
    );

  test('asks for the version and the tables, for spans, and what they are', () => {
    expect(needOf(first).map(({ cacheSeconds }) => cacheSeconds ?? 0)).toEqual([0, 0]);
    expect(needOf(second)).toHaveLength(1);
    expect(needOf(second)[0]?.sql).toContain('gen_ai.operation.name');
    const census = needOf(third);
    // The day before and the closed hours of today, which are kept, and the open hour.
    const [yesterday, midnight] = [20_454, 20_455 * 24];
    expect(new Set(census.map(({ slices }) => JSON.stringify(slices?.keys)))).toEqual(
      new Set([JSON.stringify([yesterday, midnight, midnight + 1]), undefined])
    );
    expect(new Set(census.map(({ params }) => params['from']))).toEqual(
      new Set([undefined, `${Date.UTC(2026, 0, 2, 2)}000000`])
    );
    expect(census.every(({ cacheSeconds }) => cacheSeconds)).toBe(true);
  });

  test('says what the table holds', () => {
    const fourth = counted();
    expect(needOf(fourth)).toHaveLength(1);
    const { done } = ask(stateOf(fourth), [answer([])]) as { done: Health };
    expect(done).toMatchObject({
      status: 'ok',
      message: healthy('25.3', 'otel.otel_traces', 12),
      details: {
        version: '25.3',
        table: 'otel.otel_traces',
        logsTable: 'otel.otel_logs',
        genAiSpansLastDay: 12,
        newestSpanAgeSeconds: 60,
        newestSpan: '2026-01-02 02:59:00',
        dialects: expect.arrayContaining(['openllmetry']) as string[],
        nesting: { siblings: true },
        sampled: expect.any(Boolean) as boolean,
        models: expect.any(Number) as number,
      },
    });
  });

  test('says what spans claim and nobody believes', () => {
    const claims: [string, number][] = [
      ['seconds:absurd', 3],
      ['weight:capped', 1],
    ];
    expect(ask(stateOf(counted()), [answer(claims)])).toMatchObject({
      done: {
        status: 'ok',
        message: `${healthy('25.3', 'otel.otel_traces', 12)} ${outOfBounds(claims)}`,
        details: { outOfBounds: { 'seconds:absurd': 3, 'weight:capped': 1 } },
      },
    });
  });

  test('is well although what the spans hold takes too long', () => {
    const late: StatementResult = { ok: false, failure: { ...failure, phase: 'deadline' } };
    const well = { status: 'ok', message: `${healthy('25.3', 'otel.otel_traces', 12)} ${notLookedInto()}` };
    expect(ask(stateOf(third), [late])).toMatchObject({ done: well });
    const [keys = []] = shared.censuses['everything nested'] ?? [];
    const spans = ask(stateOf(third), resultsOf(needOf(third), keys));
    expect(needOf(spans).length).toBeGreaterThan(1);
    expect(ask(stateOf(spans), [late])).toMatchObject({ done: well });
    expect(ask(stateOf(counted()), [late])).toMatchObject({ done: well });
    expect(ask(stateOf(third), [failed])).toMatchObject({ done: { status: 'error' } });
  });

  test('says why a table of prices is not read, and prices by the built-in one', () => {
    const priced = [...priceColumns.map((name) => ['otel', 'genai_prices', name, 'String'])];
    const withTable = answer([...(shared.answers['collector'] ?? []), ...priced]);
    const counted = ask(stateOf(ask(stateOf(first), [answer([['25.3']]), withTable])), [
      answer([['0', '1970-01-01 00:00:00', now]]),
    ]);
    expect(needOf(counted)).toHaveLength(1);
    const refused: StatementResult = {
      ok: false,
      failure: { phase: 'status', status: 403, code: 497, excerpt: 'grafana: Not enough privileges' },
    };
    expect(ask(stateOf(counted), [refused])).toMatchObject({
      done: {
        status: 'ok',
        message: expect.stringMatching(
          /otel.genai_prices cannot be read\. The built-in prices apply\..*privileges/
        ) as string,
        details: { prices: { source: 'built-in', problems: [expect.stringContaining('Grant the user SELECT')] } },
      },
    });
    // What is over with the next query is no reason for other prices than those of the last one.
    expect(ask(stateOf(counted), [failed])).toMatchObject({ done: { status: 'error' } });
  });

  test('says where the clocks differ', () => {
    const clock = { op: 'health' as const, now, clockOffset: -42_000, settings };
    const fourth = counted();
    const reply = handle({ ...clock, state: stateOf(fourth), results: [answer([])] });
    expect(reply).toMatchObject({
      done: {
        status: 'ok',
        message: expect.stringContaining('42 s behind') as string,
        details: { clockOffsetSeconds: -42 },
      },
    });
  });

  test('asks no more of a table without spans', () => {
    expect(ask(stateOf(second), [answer([['0', '1970-01-01 00:00:00', now]])])).toMatchObject({
      done: { status: 'ok', message: noSpans('otel.otel_traces'), details: { genAiSpansLastDay: 0, newestSpan: null } },
    });
  });

  test('the first failure is the answer', () => {
    const { message, category } = explain(failure);
    const done = { done: { status: 'error', message, details: { category } } };
    expect(ask(stateOf(first), [failed, tables])).toEqual(done);
    expect(ask(stateOf(second), [failed])).toEqual(done);
    expect(ask(stateOf(third), [failed])).toEqual(done);
    expect(ask(stateOf(first), [answer([['25.3']]), answer([])])).toMatchObject({
      error: { category: 'config', message: tableMissing('otel_traces', 'otel') },
    });
    expect(ask(stateOf(first), [answer([['25.3']])])).toMatchObject({ error: { category: 'server' } });
  });
});
