import { UserError } from '../errors.ts';
import { explain } from '../explain.ts';
import type { Answer, EngineError, Failure, Reply, Statement, StatementResult } from '../host.ts';

/** The statements of a round, which run in parallel. */
interface Need {
  statements: Statement[];
  /**
   * Set if the statements only depend on the settings, the values `of` earlier rounds and the values in `also`: then a state
   * with only these determines them, see Reply.
   */
  byState?: { of: readonly string[]; also?: Record<string, unknown> };
  /** The answers may be made one first, see Reply. */
  unite?: true;
}

/** A need, and how its answers are read. */
export interface Round<Value> {
  /** Its name in the state, unique in the exchange; null for a first round, which needs no state. */
  step: string | null;
  /** The name of its value in the state; by default, that of the step. The value must be plain JSON. */
  as?: string;
  /** Returns the statements; a round without any is skipped. */
  need: () => Need;
  read: (answers: Answer[]) => Value;
  /** Explains a failed statement; by default, like any other failure. */
  failed?: (failure: Failure, index: number) => EngineError;
  /** The value although a statement failed; undefined where there is none. */
  instead?: (failure: Failure) => Value | undefined;
}

/**
 * Requests that take several rounds, written as if they waited: `const source = yield* ask(columnsOf(settings))`. Code
 * between two rounds runs again in each later step, so whatever takes time belongs in `need` and `read`.
 */
export type Exchange<Done> = Generator<Round<unknown>, Done, unknown>;

export function* ask<Value>(round: Round<Value>): Exchange<Value> {
  return (yield round) as Value;
}

/**
 * Runs one step of an exchange, which starts from the beginning each time: earlier rounds than the one that `state` names
 * have their values in it, `results` answer that round, and the next round that needs statements is the reply.
 *
 *   ask a, ask b, done            ─▶ need of a, state { step: 'a' }
 *   the same with a's results     ─▶ need of b, state { step: 'b', a: … }
 *   the same with b's results     ─▶ done
 */
export function proceed<Done>(
  exchange: Exchange<Done>,
  state: unknown,
  results: StatementResult[] | undefined
): Reply<Done> {
  const told = (state ?? {}) as Record<string, unknown>;
  const known: Record<string, unknown> = {};
  let given = results;
  let turn = exchange.next();
  while (!turn.done) {
    const { step, as = step ?? '', need, read, failed, instead } = turn.value;
    if (!given) {
      const { statements, byState, unite } = need();
      if (statements.length > 0) {
        const isAlone = byState && Object.keys(known).every((name) => byState.of.includes(name));
        return {
          need: statements,
          state: step === null ? null : { step, ...known, ...(isAlone ? byState.also : {}) },
          ...(isAlone ? { byState: true } : {}),
          ...(unite ? { unite } : {}),
        };
      }
      known[as] = read([]);
    } else if (step !== (told['step'] ?? step)) {
      known[as] = told[as];
    } else {
      const index = given.findIndex(({ ok }) => !ok);
      const result = given[index];
      const failure = result && !result.ok ? result.failure : undefined;
      const value = failure ? instead?.(failure) : read(answersIn(given));
      if (failure && value === undefined) {
        return { error: failed ? failed(failure, index) : explain(failure) };
      }
      known[as] = value;
      given = undefined;
    }
    turn = exchange.next(known[as]);
  }
  return { done: turn.value };
}

/** Returns the first answer of a round. Throws UserError if there is none. */
export function first([answer]: readonly Answer[]): Answer {
  if (!answer) {
    throw new UserError('ClickHouse returned no result. Try again, and check the ClickHouse log.', 'server');
  }
  return answer;
}

/** The answers among results. */
export const answersIn = (results: readonly StatementResult[]): Answer[] =>
  results.filter((result) => result.ok).map(inOrder);

/** Puts an answer's keys in order: hosts differ in it, but what is returned with the state must not. */
const inOrder = ({ columns, rows }: Answer): Answer => ({ ok: true, columns, rows });
