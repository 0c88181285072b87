import { verdictOf, type Verdict } from '../verdict.ts';

interface Expected {
  pattern: string;
  ignoreCase: boolean;
  must: 'match' | 'not_match';
}

/** Whether a part of the text matches a JavaScript expression, or none does. */
export function fitsPattern(text: string, { pattern, ignoreCase, must }: Expected): Verdict {
  const matches = new RegExp(pattern, ignoreCase ? 'iu' : 'u').test(text);
  return verdictOf(
    matches === (must === 'match'),
    matches ? 'The expression matches.' : 'The expression does not match.'
  );
}
