import { createHash } from 'node:crypto';
import type { Outcome } from '../../../src/engine/evaluators/ledger.ts';

/** A call that is due. */
export interface DueCall {
  /** `<trace>:<span>` */
  home: string;
  /** When it began, nanoseconds since 1970. */
  at: string;
  response: string;
  failed: boolean;
}

/** A row of the ledger. Money is in billionths of a dollar. */
export interface Result {
  call: DueCall;
  outcome: Outcome;
  reason?: string;
  score?: number;
  label?: string | null;
  passed?: boolean | null;
  explanation?: string;
  model?: string;
  inputTokens?: number;
  outputTokens?: number;
  cost: number;
  /** Requests that were sent. */
  attempts: number;
  /** Of the rows of a result that of the greatest turn counts; a decision counts more than any other row. */
  turn: number;
}

/** The id of a result, the same wherever and whenever it is made: of evaluator, version and span. */
export const resultId = (evaluator: string, version: string, home: string): string =>
  createHash('sha256')
    .update(JSON.stringify([evaluator, version, home]))
    .digest('hex')
    .slice(0, 32);
