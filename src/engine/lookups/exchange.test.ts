import { describe, expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import { explain } from '../explain.ts';
import type { Answer, Failure, Reply, Statement, StatementResult } from '../host.ts';
import { ask, proceed, first, type Exchange, type Round } from './exchange.ts';

const statement = (sql: string): Statement => ({ sql, params: {}, settings: {} });
const answer = (value: unknown): StatementResult => ({ rows: [[value]], columns: ['value'], ok: true });
const failure: Failure = { phase: 'connect', status: 0, code: 0, excerpt: 'refused' };
const failed: StatementResult = { ok: false, failure };

const valueOf = (answers: readonly Answer[]): unknown => first(answers).rows[0]?.[0];
const round = (step: string | null, more: Partial<Round<unknown>> = {}): Round<unknown> => ({
  step,
  need: () => ({ statements: [statement(`SELECT ${step}`)] }),
  read: valueOf,
  ...more,
});

function* of(...rounds: Round<unknown>[]): Exchange<unknown[]> {
  const values: unknown[] = [];
  for (const one of rounds) {
    values.push(yield* ask(one));
  }
  return values;
}

/** Plays the rounds with the given answers, and returns every reply; the state passes through JSON, as on its way to a host. */
function replies(rounds: Round<unknown>[], ...told: StatementResult[][]): Reply<unknown[]>[] {
  const all = [proceed(of(...rounds), undefined, undefined)];
  for (const results of told) {
    const last = all[all.length - 1];
    const state: unknown = last && 'need' in last ? JSON.parse(JSON.stringify(last.state)) : undefined;
    all.push(proceed(of(...rounds), state, results));
  }
  return all;
}

describe('an exchange', () => {
  test('asks a round a step, and has the values of the earlier ones in its state', () => {
    const rounds = [round('columns', { as: 'source' }), round('census'), round('last')];
    expect(replies(rounds, [answer('s')], [answer('c')], [answer('l')])).toEqual([
      { need: [statement('SELECT columns')], state: { step: 'columns' } },
      { need: [statement('SELECT census')], state: { step: 'census', source: 's' } },
      { need: [statement('SELECT last')], state: { step: 'last', source: 's', census: 'c' } },
      { done: ['s', 'c', 'l'] },
    ]);
  });

  test('passes over a round without statements', () => {
    const empty = round('empty', { need: () => ({ statements: [] }), read: (answers) => answers.length });
    expect(replies([round('a'), empty, round('b')], [answer(1)], [answer(2)])).toEqual([
      { need: [statement('SELECT a')], state: { step: 'a' } },
      { need: [statement('SELECT b')], state: { step: 'b', a: 1, empty: 0 } },
      { done: [1, 0, 2] },
    ]);
  });

  test('does not write the statements of a round that is answered again', () => {
    const written: string[] = [];
    const counted = (step: string): Round<unknown> =>
      round(step, {
        need: () => {
          written.push(step);
          return { statements: [statement(step)] };
        },
      });
    replies([counted('a'), counted('b'), counted('c')], [answer(1)], [answer(2)], [answer(3)]);
    expect(written).toEqual(['a', 'b', 'c']);
  });

  test('of one round has no state', () => {
    expect(replies([round(null)], [answer(1)])).toEqual([
      { need: [statement('SELECT null')], state: null },
      { done: [1] },
    ]);
  });

  test('reads answers with their keys in one order, whatever the host’s', () => {
    const whole = round('a', { read: (answers) => answers });
    const [, second] = replies([whole, round('b')], [answer(1)]);
    expect(JSON.stringify(second)).toContain('"a":[{"ok":true,"columns":["value"],"rows":[[1]]}]');
  });
});

describe('the state alone tells what is needed', () => {
  const columns = round('columns', { need: () => ({ statements: [statement('c')], byState: { of: [] } }) });
  const byDays = { of: ['columns'], also: { days: 3 } };
  const census = round('census', { need: () => ({ statements: [statement('n')], byState: byDays }) });

  test('where it holds nothing else, and what is said beside is not part of later ones', () => {
    expect(replies([columns, census, round('last')], [answer(1)], [answer(2)])).toEqual([
      { need: [statement('c')], state: { step: 'columns' }, byState: true },
      { need: [statement('n')], state: { step: 'census', columns: 1, days: 3 }, byState: true },
      { need: [statement('SELECT last')], state: { step: 'last', columns: 1, census: 2 } },
    ]);
  });

  test('but not where another value makes a state of each call', () => {
    expect(replies([round('now'), columns, census], [answer(7)], [answer(1)])).toEqual([
      { need: [statement('SELECT now')], state: { step: 'now' } },
      { need: [statement('c')], state: { step: 'columns', now: 7 } },
      { need: [statement('n')], state: { step: 'census', now: 7, columns: 1 } },
    ]);
  });
});

describe('a statement that fails', () => {
  test('ends the exchange', () => {
    expect(replies([round('a'), round('b')], [answer(1)], [answer(1), failed])[2]).toEqual({ error: explain(failure) });
  });

  test('is judged by its round, where that knows better', () => {
    const error = explain({ ...failure, phase: 'tls' });
    const judged = round('a', { failed: (_, index) => ({ ...error, message: `statement ${index}` }) });
    expect(replies([judged], [answer(1), failed])[1]).toEqual({ error: { ...error, message: 'statement 1' } });
  });

  test('is not the same as no answer', () => {
    expect(() => replies([round('a')], [])).toThrow(UserError);
  });
});
