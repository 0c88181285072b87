import { UserError } from '../errors.ts';
import { explain } from '../explain.ts';
import type { Answer, EngineError, Failure, Reply, Statement, StatementResult } from '../host.ts';

/** Statements that are asked at once. */
interface Need {
  statements: Statement[];
  /**
   * Where they are made of nothing but the settings, the values `of` earlier rounds and what is said here `also`: a state
   * that holds only these tells them alone, see Reply.
   */
  byState?: { of: readonly string[]; also?: Record<string, unknown> };
}

/** A need, and what is made of its answers. */
export interface Round<Value> {
  /** Its name in the state, unique in the conversation; null for the only round of one, which needs no state. */
  step: string | null;
  /** What its value is called there, once it is known: as the step where left out. It must be plain JSON. */
  as?: string;
  /** Without statements it is passed over. */
  need: () => Need;
  read: (answers: Answer[]) => Value;
  /** What a failed statement means; it is explained like any other where left out. */
  failed?: (failure: Failure, index: number) => EngineError;
}

/**
 * What is asked round by round, written as if it waited: `const source = yield* ask(columnsOf(settings))`. What stands
 * between two rounds runs again in each step after them: what takes time belongs into `need` and `read`.
 */
export type Conversation<Done> = Generator<Round<unknown>, Done, unknown>;

export function* ask<Value>(round: Round<Value>): Conversation<Value> {
  return (yield round) as Value;
}

/**
 * One step of a conversation, which begins anew each time: rounds before the one that `state` names have their values in
 * it, `results` answer that one, and the next that needs statements is the reply.
 *
 *   ask a, ask b, done            ─▶ need of a, state { step: 'a' }
 *   the same with a's results     ─▶ need of b, state { step: 'b', a: … }
 *   the same with b's results     ─▶ done
 */
export function converse<Done>(
  conversation: Conversation<Done>,
  state: unknown,
  results: StatementResult[] | undefined
): Reply<Done> {
  const told = (state ?? {}) as Record<string, unknown>;
  const known: Record<string, unknown> = {};
  let given = results;
  let turn = conversation.next();
  while (!turn.done) {
    const { step, as = step ?? '', need, read, failed } = turn.value;
    if (!given) {
      const { statements, byState } = need();
      if (statements.length > 0) {
        const isAlone = byState && Object.keys(known).every((name) => byState.of.includes(name));
        return {
          need: statements,
          state: step === null ? null : { step, ...known, ...(isAlone ? byState.also : {}) },
          ...(isAlone ? { byState: true } : {}),
        };
      }
      known[as] = read([]);
    } else if (step !== (told['step'] ?? step)) {
      known[as] = told[as];
    } else {
      const index = given.findIndex(({ ok }) => !ok);
      const result = given[index];
      if (result && !result.ok) {
        return { error: failed ? failed(result.failure, index) : explain(result.failure) };
      }
      known[as] = read(given.filter((answer) => answer.ok).map(inOrder));
      given = undefined;
    }
    turn = conversation.next(known[as]);
  }
  return { done: turn.value };
}

/** The first answer of a round; throws UserError where there is none. */
export function first([answer]: readonly Answer[]): Answer {
  if (!answer) {
    throw new UserError('ClickHouse did not answer.', 'server');
  }
  return answer;
}

/** Hosts differ in the order of an answer's keys, and what is given back with the state must not. */
const inOrder = ({ columns, rows }: Answer): Answer => ({ ok: true, columns, rows });
