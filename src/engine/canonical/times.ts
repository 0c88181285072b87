import type { Reading } from './reading.ts';
import { isSupplement } from './supplement.ts';
import { isNothing, noNumber } from '../sql/missing.ts';
import { call, infix, nothing, number, type Expression } from '../sql/nodes.ts';

/**
 * The longest time that a call or run is believed to take. What is longer is another unit, or ended before it began in a
 * column without signs: `Duration = 18446744073709501616`.
 */
const mostSeconds = 86_400;

/** Clocks of one machine may differ by this much, and durations are rounded. */
const slackSeconds = 0.1;

/** Seconds that something may take, or NULL. */
export const sensibleSeconds = (seconds: Expression): Expression =>
  call('if', isSensibleTime(seconds), seconds, nothing);

export const isSensibleTime = (seconds: Expression): Expression =>
  infix('AND', infix('>=', seconds, number(0)), infix('<=', seconds, number(mostSeconds)));

/** Seconds of the span. A supplement says nothing of time: Logfire's log span of a stream has a duration of 0. */
export function seconds({ spans, reader }: Pick<Reading, 'spans' | 'reader'>): Expression {
  if (!spans.seconds) {
    return noNumber;
  }
  const supplement = isSupplement({ spans, reader });
  const sensible = isSensibleTime(spans.seconds);
  return call(
    'if',
    isNothing(supplement) ? sensible : infix('AND', sensible, call('not', supplement)),
    spans.seconds,
    nothing
  );
}

/** Whether a time may have passed in the span: a first token does not come after the end of its call. */
export function isWithin(passed: Expression, { spans }: Pick<Reading, 'spans'>): Expression {
  const sensible = isSensibleTime(passed);
  if (!spans.seconds) {
    return sensible;
  }
  // A span of no length, such as an event's, does not tell when its call ended.
  const isTold = infix('AND', infix('>', spans.seconds, number(0)), infix('<=', spans.seconds, number(mostSeconds)));
  return infix(
    'AND',
    sensible,
    infix('OR', call('not', isTold), infix('<=', passed, infix('+', spans.seconds, number(slackSeconds))))
  );
}
