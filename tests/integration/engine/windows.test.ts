import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { factIds } from '../../../src/engine/catalogue/facts.ts';
import { measureIds, measures } from '../../../src/engine/catalogue/measures/index.ts';
import { from, load, log, oddRows, span, t0 } from './rows.ts';
import { expectClose, panel, startHost, withSql, type Host } from './support.ts';

// Windows are half-open: adjacent ones add up, and a row on the bound is in exactly one of them.

let host: Host;
const additive = measureIds.filter((id) => measures[id].additive);
const whatIf = { provider: 'openai', model: 'gpt-4o' };
const query = { version: 1, kind: 'measure', format: 'table', measures: additive.map((id) => ({ id })), whatIf };
/** A second with rows on every tenth of it, and a nanosecond before and after. */
const dense = Date.UTC(2026, 5, 1, 12);

beforeAll(async () => {
  host = await startHost();
  const odd = oddRows();
  const tenths = Array.from({ length: 10 }, (_, index) => dense + index * 100);
  const spans = tenths.flatMap((at) => [
    span(at, { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.cost': '0.1', 'gen_ai.usage.input_tokens': '3' }),
    span(at, { 'gen_ai.operation.name': 'chat' }, { nanoseconds: 1, StatusCode: 'Error' }),
    span(at - 1, { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.output_tokens': '5' }, { nanoseconds: 999_999 }),
  ]);
  const logs = tenths.map((at) =>
    log(at, spans[0], { 'gen_ai.evaluation.name': 'n', 'gen_ai.evaluation.score.value': '1' })
  );
  await load(host.url, 'otel', { spans: [...odd.spans, ...spans], logs: [...odd.logs, ...logs] });
});

afterAll(() => host.close());

async function totals(start: number, end: number): Promise<number[]> {
  const { rows } = await host.ask(query, panel(start, end));
  return (rows[0] ?? []).map(Number);
}

test('neighbouring windows add up to the whole, wherever they are cut', async () => {
  const whole = await totals(dense - 50, dense + 1_000);
  const cut = fc.integer({ min: 1, max: 1_049 }).map((offset) => dense - 50 + offset);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(
        fc.oneof(
          cut,
          fc.integer({ min: 0, max: 9 }).map((n) => dense + n * 100)
        ),
        { maxLength: 4 }
      ),
      async (cuts) => {
        const bounds = [dense - 50, ...cuts.sort((a, b) => a - b), dense + 1_000];
        const parts = await Promise.all(bounds.slice(1).map((end, index) => totals(bounds[index] ?? end, end)));
        whole.forEach((value, index) =>
          expectClose(
            parts.reduce((sum, part) => sum + (part[index] ?? 0), 0),
            value,
            additive[index] ?? ''
          )
        );
      }
    ),
    { numRuns: 8 }
  );
});

test('a row on the bound belongs to the window that begins there', async () => {
  const requests = additive.indexOf('requests');
  expect((await totals(dense + 99, dense + 100))[requests]).toBe(1);
  expect((await totals(dense + 100, dense + 101))[requests]).toBe(2);
});

describe('alerts', () => {
  const rule = {
    version: 1,
    kind: 'measure',
    format: 'table',
    groupBy: ['feature'],
    measures: [
      { id: 'requests', name: 'n' },
      { id: 'score_count', evaluation: 'n', name: 's' },
      { id: 'score_mean', evaluation: 'n', name: 'a' },
    ],
  };
  const alert = (tick: number) => panel(tick - 600_000, tick, { fromAlert: true, intervalMs: 1000 });

  test('the refIds of a rule are one statement, and each shows its own number', async () => {
    const plans = await Promise.all(
      ['n', 's', 'a'].map((select) =>
        host.plan({ ...rule, select, refId: select.toUpperCase() }, alert(dense + 400_000))
      )
    );
    const [first] = plans;
    for (const [index, plan] of plans.entries()) {
      expect(plan.statement).toEqual(first?.statement);
      expect(plan.frame.type).toBe('numeric-long');
      expect(plan.frame.columns.filter(({ role }) => role === 'value').map(({ name }) => name)).toEqual([
        ['n', 's', 'a'][index],
      ]);
      expect(plan.frame.columns.filter(({ role }) => role === 'label').map(({ name }) => name)).toEqual(['feature']);
      expect(plan.limits.onExceeded).toBe('error');
      expect(plan.statement.settings).toMatchObject({ skip_unavailable_shards: 0, wait_end_of_query: 1 });
    }
    if (first) {
      const { rows } = await host.run(first);
      withSql(first, () => expect(rows).toEqual([['unknown', 30, 10, 1]]));
    }
  });

  test('late ticks of one evaluation see one window', async () => {
    const minute = dense + 600_000;
    const answers = await Promise.all(
      [0, 1, 3_000, 9_999].map((late) => host.plan({ ...rule, select: 'n' }, alert(minute + late)))
    );
    for (const plan of answers) {
      expect(plan.statement).toEqual(answers[0]?.statement);
    }
  });

  test('labels are unique, never empty, and no number is NaN or infinite', async () => {
    const { rows } = await host.ask(
      { ...rule, groupBy: ['feature', 'team', 'model'], select: 'n' },
      panel(from, t0 + 300_000, { fromAlert: true })
    );
    const labels = rows.map((row) => JSON.stringify(row.slice(0, 3)));
    expect(new Set(labels).size).toBe(labels.length);
    for (const row of rows) {
      expect(row.slice(0, 3).every((label) => typeof label === 'string' && label !== '')).toBe(true);
      expect(row.slice(3).every((value) => value === null || Number.isFinite(value))).toBe(true);
    }
  });

  test('nothing in the window is no row, where the rule has groups', async () => {
    const { rows } = await host.ask({ ...rule, select: 'a' }, alert(Date.UTC(2020, 0, 1)));
    expect(rows).toEqual([]);
  });

  test('without groups, counts of nothing are 0 and means of nothing do not exist', async () => {
    const all = measureIds.map((id) => ({ id, ...(measures[id].perEvaluation ? { evaluation: 'n' } : {}), name: id }));
    const request = alert(Date.UTC(2020, 0, 1));
    const plan = await host.plan({ ...rule, groupBy: [], measures: all, select: 'cost', whatIf }, request);
    const { columns, rows } = await host.run(plan);
    withSql(plan, () =>
      expect(Object.fromEntries(columns.map((name, index) => [name, rows[0]?.[index]]))).toEqual({
        ...Object.fromEntries(measureIds.map((id) => [id, measures[id].none])),
        [plan.unseen ?? '']: 0,
      })
    );
    for (const fact of factIds) {
      const own = all.filter(({ id }) => measures[id].fact === fact);
      const answer = await host.ask({ ...rule, groupBy: [], measures: own, select: own[0]?.name, whatIf }, request);
      expect(answer.rows[0]?.slice(0, own.length)).toEqual(own.map(({ id }) => measures[id].none));
    }
  });
});
