import type { DueCall, Result } from '../ledger/result.ts';
import type { Pending } from '../ledger/ledger.ts';
import type { Asked, Remote, Unavailable } from '../remote.ts';
import type { Values } from '../variables.ts';
import type { Gate } from './gate.ts';

/** A call that was not decided, because whoever is asked is out of reach. */
export interface Undecided {
  unavailable: Unavailable;
  retryAfter: number | undefined;
}

export interface Judging {
  result: Result;
  /** Answers that could not be read. */
  bad: number;
  undecided?: Undecided;
}

interface Asking {
  retries: number;
  gate: Gate;
  before: Pending;
  /** Makes a request about a call, and watches it. */
  around: (call: DueCall, ask: () => Promise<Asked>) => Promise<Asked>;
}

/** Seconds that a worker waits for an answer within a pass; for longer, the evaluator is paused. */
export const longestWait = 20;
/** How many times its retries a call may go without an answer in time before it is given up. */
const patience = 3;

/**
 * Asks about a call until there is an answer that can be read, or no retry is left. An attempt without a bill is taken to have cost what it
 * may have cost at most.
 */
export async function judgeCall(
  call: DueCall,
  values: Values,
  remote: Remote,
  { retries, gate, before, around }: Asking
): Promise<Judging> {
  const { most, ask } = remote.about(values);
  const sofar = { cost: before.cost, attempts: before.attempts, input: 0, output: 0 };
  let bad = 0;
  const result = (of: Partial<Result> & Pick<Result, 'outcome'>): Result => ({
    call,
    cost: sofar.cost,
    attempts: sofar.attempts,
    turn: before.turn + 1,
    model: remote.model,
    inputTokens: sofar.input,
    outputTokens: sofar.output,
    ...of,
  });
  for (let retry = 0; ; retry++) {
    await gate.pass();
    const asked = await around(call, ask);
    sofar.attempts++;
    const isLast = retry >= retries;
    if ('refused' in asked) {
      return { bad, result: result({ outcome: 'failed', reason: asked.refused }) };
    }
    if ('answered' in asked) {
      const { answered, tokens } = asked;
      sofar.cost += tokens ? remote.costOf(tokens) : most;
      sofar.input += tokens?.input ?? 0;
      sofar.output += tokens?.output ?? 0;
      if (!('bad' in answered)) {
        return { bad, result: result({ outcome: 'scored', ...answered }) };
      }
      bad++;
      if (isLast || answered.bad === 'content_filter') {
        return { bad, result: result({ outcome: 'failed', reason: answered.bad }) };
      }
      continue;
    }
    const { unavailable, mayCost } = asked;
    sofar.cost += mayCost ? most : 0;
    if (unavailable === 'timeout' && sofar.attempts >= patience * (retries + 1)) {
      return { bad, result: result({ outcome: 'failed', reason: unavailable }) };
    }
    const wait = asked.retryAfter ?? 2 ** retry;
    if (isLast || wait > longestWait || unavailable === 'unauthorized' || unavailable === 'not_found') {
      const undecided = { unavailable, retryAfter: asked.retryAfter };
      return { bad, undecided, result: result({ outcome: 'pending', reason: unavailable }) };
    }
    if (unavailable !== 'timeout') {
      gate.hold(wait);
    }
  }
}
