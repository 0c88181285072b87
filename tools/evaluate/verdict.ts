/** What was found of one call. */
export interface Verdict {
  score: number;
  /** `pass` or `fail`, a word of the service’s, or null. */
  label: string | null;
  passed: boolean | null;
  /** Why. Those of checks quote nothing of what was said. */
  explanation: string;
}

/** Why a call has no verdict although nothing went wrong, as `no_answer` or `too_short`. */
export interface Skip {
  skip: string;
}

export const isSkip = (found: Verdict | Skip): found is Skip => 'skip' in found;

export const verdictOf = (passed: boolean, explanation: string): Verdict => ({
  score: passed ? 1 : 0,
  label: passed ? 'pass' : 'fail',
  passed,
  explanation,
});
