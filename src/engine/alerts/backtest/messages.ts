/** The backtest's messages to users. */

const list = (names: readonly string[]): string => names.join(', ');

export const requestUnreadable = (path: string, problem: string): string =>
  `The backtest is not valid at ${path || 'its top level'}: ${problem}.`;

export const rangeEmpty = (): string => 'No evaluation falls within the backtest’s time range. Choose a longer one.';

export const tooManyTicks = (count: number, most: number): string =>
  `The rule would be evaluated ${count} times in this range, but a backtest replays at most ${most} evaluations. Choose a shorter range or a longer interval.`;

export const tooManyTrials = (count: number, most: number): string =>
  `The backtest tries ${count} values, but at most ${most} at once. Try fewer numbers, or fewer values of each.`;

export const otherDatasource = (refId: string, uid: string, own: string): string =>
  `The query ${refId} belongs to the data source ${JSON.stringify(uid)}, and would be read wrongly by "${own}". Replay the rule on its own data source; a rule over several data sources cannot be replayed.`;

export const refIdMissing = (refId: string, known: readonly string[]): string =>
  `The rule has no query or expression ${refId}. Use one of: ${list(known)}.`;

export const refIdCircular = (refId: string): string => `The expression ${refId} refers to itself.`;

export const expressionNotReplayed = (refId: string, type: string): string =>
  `The expression ${refId} is of type "${type}", which a backtest cannot replay. It can replay math, threshold and reduce expressions.`;

export const hysteresisNotReplayed = (refId: string): string =>
  `The threshold ${refId} has a custom recovery threshold, which a backtest cannot replay yet. Remove it, and use "Keep firing for" instead to try the rest.`;

export const thresholdIncomplete = (refId: string): string =>
  `The threshold ${refId} needs exactly one condition with its numbers. Correct it in the rule.`;

export const reduceUnknown = (refId: string, mode: string): string =>
  `The reduce expression ${refId} has the mode "${mode}", which does not exist in Grafana.`;

export const conditionWithoutQuery = (): string =>
  'The rule’s condition uses no query of this data source, so there is nothing to replay.';

export const seriesNotReplayed = (refId: string): string =>
  `The query ${refId} is a time series, and a backtest cannot replay its reduction. Choose the format "Table", so that the query returns one number for its window.`;

export const comparisonMissing = (index: number, count: number): string =>
  `The condition has no comparison ${index}: it has ${count}, counted from 0.`;

export const comparisonWithoutNumber = (index: number): string =>
  `Comparison ${index} of the condition compares two queries, so it has no number to vary.`;

export const fewerTicks = (own: string, taken: string, why: string): string =>
  `Replayed every ${taken} instead of every ${own}: ${why}. Anything shorter may be missed.`;

export const oneByOne = (most: number): string =>
  `this rule is replayed one evaluation at a time, at most ${most} of them`;

export const tooManySeries = (count: number, most: number): string =>
  `The rule has ${count} instances in this range, and an evaluation with more than ${most} fails. Add a filter, group by fewer dimensions, or raise the limit in the data source’s settings.`;

export const scoresCount = (): string =>
  'Scores count from the time they were given. A score that was written later was not yet visible to the rule, so the rule may have fired later than shown here, or not at all.';
