import { describe, expect, test } from 'vitest';
import { shared } from '../golden/corpus.ts';
import type { Answer, HostSettings, Statement } from '../../src/engine/host.ts';
import { readSettings } from '../../src/engine/settings/settings.ts';
import { readDescription } from '../../src/engine/source/describe.ts';
import { keysStatements, livesFor, spansStatements } from '../../src/engine/lookups/census.ts';
import { readCensus, readSpoken, unite } from '../../src/engine/lookups/censusanswers.ts';
import { keysColumn, kinds } from '../../src/engine/lookups/keysquestions.ts';
import { openSlice, sliceColumn, slicesOf } from '../../src/engine/lookups/slices.ts';

const host: HostSettings = { url: 'http://clickhouse:8123', database: 'otel', user: 'grafana', jsonData: {} };
const settings = readSettings(host);
const rows = shared.answers['collector'] ?? [];
const source = readDescription({ ok: true, columns: [], rows }, settings);
const day = 86_400_000;
const now = Date.UTC(2026, 2, 11, 0, 20);
const slices = slicesOf([{ from: now - 3 * day, to: now, step: 60, delay: 0 }], now);
const [first = 0, second = 0, third = 0] = slices.closed;
const lives = livesFor({ now });

/** What the first round is answered: the scope and keys of each slice. */
const written = (...seen: (readonly [slice: number, scope: string, keys: readonly string[]])[]): Answer[] => [
  {
    ok: true,
    columns: [keysColumn, sliceColumn, 'scope', 'kind'],
    rows: seen.map(([slice, scope, keys]) => [keys, slice, scope, kinds.genAi]),
  },
];
const next = (answers: readonly Answer[]): Statement[] =>
  spansStatements(source, settings, slices, readSpoken(answers, settings), lives);
const keysOf = (statements: readonly Statement[]) =>
  statements.map(({ slices: { keys } = { keys: [openSlice] } }) => keys);

const conventions = [
  'opentelemetry.instrumentation.openai_v2',
  ['gen_ai.operation.name', 'gen_ai.request.model'],
] as const;
const inference = ['openinference.instrumentation.langchain', ['openinference.span.kind', 'llm.model_name']] as const;

describe('a census', () => {
  test('first asks what slices are written in', () => {
    const statements = keysStatements(source, settings, slices, lives);
    expect(slices.closed).toHaveLength(4 - 1);
    expect(keysOf(statements)).toEqual([[first, second, third], [openSlice]]);
    expect(Math.max(...statements.map(({ sql }) => sql.length))).toBeLessThan(8000);
  });

  test('asks nothing more of a table without gen_ai spans', () => {
    expect(next(written())).toEqual([]);
    const others = {
      ok: true as const,
      columns: [keysColumn, sliceColumn, 'kind'],
      rows: [[['user.id'], first, kinds.tagged]],
    };
    expect(next([others])).toEqual([]);
  });

  test('asks for the spans of those slices alone that have some, in one text where they are written alike', () => {
    const statements = next(written([first, ...conventions], [third, ...conventions]));
    expect(keysOf(statements)).toEqual([
      [first, third],
      [first, third],
    ]);
    expect(statements.every(({ sql }) => !sql.includes('openinference'))).toBe(true);
    expect(Math.max(...statements.map(({ sql }) => sql.length))).toBeLessThan(12_000);
  });

  test('asks for a day in the same words, whatever other days are written in', () => {
    const before = next(written([first, ...conventions], [second, ...conventions]));
    const after = next(
      written([first, ...conventions], [second, ...inference], [third, ...conventions], [openSlice, ...inference])
    );
    const textOf = (statements: readonly Statement[], slice: number) =>
      statements
        .filter(({ slices: of }) => of?.keys.includes(slice))
        .map(({ sql, params: { slices: _, ...params } }) => [sql, params]);
    expect(textOf(after, first)).toEqual(textOf(before, first));
    expect(textOf(after, third)).toEqual(textOf(before, first));
    expect(textOf(after, second)).not.toEqual(textOf(before, second));
    expect(keysOf(after)).toEqual([[first, third], [first, third], [second], [second], [openSlice], [openSlice]]);
  });

  test('asks in the same words where a day only lacks a key that the dialect may have', () => {
    const few = next(
      written([first, ...conventions], [second, conventions[0], ['gen_ai.operation.name', 'error.type']])
    );
    expect(keysOf(few)).toEqual([
      [first, second],
      [first, second],
    ]);
  });

  test('is the same whether a host has made one of the answers of a round or not', () => {
    const [keys = [], spans = []] = shared.censuses['everything nested'] ?? [];
    const answers = (told: typeof keys): Answer[] =>
      told.map(({ columns, rows: all }) => ({
        ok: true,
        columns: [...columns, sliceColumn],
        rows: all.map((row) => [...row, first]),
      }));
    const whole = readCensus([...answers(keys), ...answers(spans)], settings);
    expect(readCensus([unite(answers(keys), settings), unite(answers(spans), settings)], settings)).toEqual(whole);
    expect(whole).toMatchObject({ nesting: { siblings: true, children: true }, silentCalls: false });
  });
});
