/** What the backtest says to its users. */

const list = (names: readonly string[]): string => names.join(', ');

export const requestUnreadable = (path: string, problem: string): string =>
  `The backtest is not valid at ${path || 'its top level'}: ${problem}.`;

export const rangeEmpty = (): string => 'The range of the backtest holds no evaluation: choose a longer one.';

export const tooManyTicks = (count: number, most: number): string =>
  `The rule would be evaluated ${count} times in this range, and a backtest replays at most ${most}: choose a shorter range, or a longer interval.`;

export const refIdMissing = (refId: string, known: readonly string[]): string =>
  `The rule has no query or expression ${refId}. It has ${list(known)}.`;

export const refIdCircular = (refId: string): string => `The expression ${refId} refers to itself.`;

export const expressionNotReplayed = (refId: string, type: string): string =>
  `The expression ${refId} is of the type "${type}", which a backtest cannot replay. It replays math, threshold and reduce.`;

export const hysteresisNotReplayed = (refId: string): string =>
  `The threshold ${refId} has a recovery threshold of its own, which a backtest cannot replay yet: leave it out, and use "keep firing for" to try the rest.`;

export const thresholdIncomplete = (refId: string): string =>
  `The threshold ${refId} needs one condition with its numbers: correct it in the rule.`;

export const reduceUnknown = (refId: string, mode: string): string =>
  `The reduce expression ${refId} has the mode "${mode}", which Grafana does not have.`;

export const conditionWithoutQuery = (): string =>
  'The rule’s condition reads no query of this data source: there is nothing to replay.';

export const seriesNotReplayed = (refId: string): string =>
  `The query ${refId} is a time series, and its reduction cannot be replayed. Choose the format "Table": the query’s window is then one number.`;

export const comparisonMissing = (index: number, count: number): string =>
  `There is no comparison ${index} in the condition, it has ${count}, counted from 0.`;

export const comparisonWithoutNumber = (index: number): string =>
  `Comparison ${index} of the condition compares two queries, so there is no number to try.`;

export const fewerTicks = (own: string, taken: string, why: string): string =>
  `Replayed every ${taken} instead of every ${own}: ${why}. What lasted shorter may be missed.`;

export const oneByOne = (most: number): string =>
  `this rule is replayed evaluation by evaluation, at most ${most} of them`;

export const tooManySeries = (count: number, most: number): string =>
  `The rule has ${count} instances in this range, and an evaluation with more than ${most} is an error: set a filter, group by less, or raise the limit in the data source’s settings.`;

export const scoresCount = (): string =>
  'Scores count from the time they were given. Those that were written later were not there for the rule, so it may have fired later than here, or not at all.';
