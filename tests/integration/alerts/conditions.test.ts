import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conditionOf } from '../../../src/engine/alerts/backtest/condition.ts';
import { evaluate } from '../../../src/engine/alerts/backtest/evaluate.ts';
import { symbolOf } from '../../../src/engine/alerts/backtest/symbols.ts';
import type { Value } from '../../../src/engine/alerts/expression/evaluate.ts';
import { expressions, type GrafanaQuery } from '../../../src/engine/alerts/grafana.ts';
import { column, table } from '../../../src/engine/sql/nodes.ts';
import { print } from '../../../src/engine/sql/print.ts';
import { startHost, type Host } from '../engine/support.ts';

// A condition means the same in ClickHouse as in Grafana, with NULL, 0 and what a division by 0 gives.

let host: Host;
/** Values whose quotients and remainders are exact. */
const values: Value[] = [null, 0, 1, -1, 0.5, 4, -8, 2 ** 20];

beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.close());

const operand = fc.constantFrom('$A', '$B', '$R', '$S', '$D', '$T', '0', '1', '2.5', '(0/0)', '(1/0)');
const math = fc.letrec<{ any: string; binary: string; unary: string; leaf: string }>((tie) => ({
  leaf: operand,
  unary: fc.tuple(fc.constantFrom('!', '-'), tie('any')).map(([sign, of]) => `${sign}(${of})`),
  binary: fc
    .tuple(
      tie('any'),
      fc.constantFrom('+', '-', '*', '/', '%', '**', '==', '!=', '<', '<=', '>', '>=', '&&', '||', '&&', '||'),
      tie('any')
    )
    .map(([a, sign, b]) => `(${a}) ${sign} (${b})`),
  any: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('binary'), tie('binary'), tie('unary')),
})).any;

const tests = [
  'gt',
  'lt',
  'eq',
  'ne',
  'gte',
  'lte',
  'within_range',
  'outside_range',
  'within_range_included',
  'outside_range_included',
];

const expressionOf = (refId: string, model: Record<string, unknown>): GrafanaQuery => ({
  refId,
  relativeTimeRange: { from: 0, to: 0 },
  datasourceUid: expressions,
  model: { refId, ...model },
});
const queryOf = (refId: string): GrafanaQuery => ({
  refId,
  relativeTimeRange: { from: 600, to: 0 },
  datasourceUid: 'uid',
  model: { refId },
});

const rule = fc
  .tuple(math, fc.constantFrom(...tests), fc.constantFrom('A', 'Q'), fc.boolean())
  .map(([text, type, of, outer]) => ({
    text: `${text} | ${type} of ${of}`,
    condition: conditionOf(
      [
        queryOf('A'),
        queryOf('B'),
        expressionOf('Q', { type: 'math', expression: '$A / $B' }),
        expressionOf('R', {
          type: 'reduce',
          expression: 'A',
          reducer: 'last',
          settings: { mode: 'replaceNN', replaceWithValue: 2 },
        }),
        expressionOf('S', { type: 'reduce', expression: '$Q', reducer: 'last' }),
        expressionOf('D', { type: 'reduce', expression: 'Q', reducer: 'last', settings: { mode: 'dropNN' } }),
        expressionOf('T', {
          type: 'threshold',
          expression: of,
          conditions: [{ evaluator: { type, params: [0.5, 3] } }],
        }),
        expressionOf('C', { type: 'math', expression: text }),
        expressionOf('E', {
          type: 'threshold',
          expression: 'C',
          conditions: [{ evaluator: { type, params: [0, 1] } }],
        }),
      ],
      outer ? 'E' : 'C'
    ),
  }));

// The values are fixed, because the sign of a remainder of 0, which a division by it reveals, depends on ClickHouse.
test('in SQL as in Grafana', async () => {
  const rules = fc.sample(rule, { numRuns: 400, seed: 8 });
  const cells = values.flatMap((a) => values.map((b) => [a, b] as const));
  const sql = (value: Value) => (value === null ? 'NULL' : `${value}`);
  await host.command('CREATE DATABASE IF NOT EXISTS otel');
  await host.command('CREATE TABLE otel.pairs (n Int32, A Nullable(Float64), B Nullable(Float64)) ENGINE = Memory');
  await host.command(
    `INSERT INTO otel.pairs VALUES ${cells.map(([a, b], index) => `(${index}, ${sql(a)}, ${sql(b)})`).join(', ')}`
  );
  let seen = new Set<number>();
  for (let from = 0; from < rules.length; from += 50) {
    const some = rules.slice(from, from + 50);
    const { rows } = await host.answer({
      sql: print({
        kind: 'select',
        columns: some.map(({ condition }, index) => ({
          as: `c${index}`,
          value: symbolOf(condition, (refId) => column(refId)),
        })),
        from: table('otel', 'pairs'),
        orderBy: [{ by: column('n'), direction: 'ASC' }],
      }),
      params: {},
      settings: { short_circuit_function_evaluation: 'disable' },
    });
    cells.forEach(([A, B], row) => {
      some.forEach(({ text, condition }, index) => {
        const expected = evaluate(condition, { A, B });
        seen = seen.add(expected);
        expect(rows[row]?.[index], `${text} with A ${A}, B ${B}`).toBe(expected);
      });
    });
  }
  expect([...seen].sort()).toEqual([0, 1, 2, 3]);
});
