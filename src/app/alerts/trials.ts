import { isBound, tunablesOf, type AlertRule, type Bound } from '../../engine/alerts/rule.ts';

const factors = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2];
/** Fractions of the range between the bounds, to try for a number that is 0 and has no half or double. */
const parts = [0, 0.01, 0.02, 0.05, 0.1, 0.2];

/** Lists values around the number, including it, in order. */
export function valuesToTry({ number, min, max }: Pick<Bound, 'number' | 'min' | 'max'>): number[] {
  const around = number === 0 ? parts.map((part) => part * Math.min(1, max - min)) : factors.map((by) => number * by);
  const tried = around.map((value) => Math.min(max, Math.max(min, short(value))));
  return [...new Set([...tried, number])].sort((a, b) => a - b);
}

/** Rounds to three digits: nobody sets a threshold of 26.25, but 0.0375 is plausible. */
const short = (value: number): number => Number(value.toPrecision(3));

/** Finds the main number of a rule: the one its value is compared with, or else the first of its trigger. */
export function mainNumber(rule: Pick<AlertRule, 'trigger' | 'guards' | 'value'>): Bound | undefined {
  const bounds = rule.trigger.filter(isBound);
  return bounds.find(({ refId }) => refId === rule.value) ?? bounds[0] ?? tunablesOf(rule)[0];
}
