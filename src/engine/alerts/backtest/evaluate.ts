import { binary, unary, type Value } from '../expression/evaluate.ts';
import { tests, type Condition } from './condition.ts';
import { dropped, firing, normal, noValue, type Symbol } from './runs.ts';

const compare: Record<string, (a: number, b: number) => boolean> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/** Evaluates the condition for one label set at one tick; a query without the label set is undefined. */
export function evaluate(condition: Condition, values: Readonly<Record<string, Value | undefined>>): Symbol {
  const value = valueOf(condition, values);
  return value === undefined ? dropped : value === null ? noValue : value === 0 ? normal : firing;
}

function valueOf(condition: Condition, values: Readonly<Record<string, Value | undefined>>): Value | undefined {
  switch (condition.kind) {
    case 'number':
      return condition.number;
    case 'query':
      return values[condition.refId];
    case 'unary': {
      const value = valueOf(condition.of, values);
      return value === undefined ? undefined : unary(condition.operator, value);
    }
    case 'binary': {
      const [a, b] = [valueOf(condition.left, values), valueOf(condition.right, values)];
      return a === undefined || b === undefined ? undefined : binary(condition.operator, a, b);
    }
    case 'threshold': {
      const value = valueOf(condition.of, values);
      if (value === undefined || value === null) {
        return value;
      }
      const { each, any } = { any: false, ...tests[condition.test] };
      const holds = each.map((sign, index) => compare[sign]?.(value, condition.numbers[index] ?? NaN) ?? false);
      return (any ? holds.some(Boolean) : holds.every(Boolean)) ? 1 : 0;
    }
    case 'drop': {
      const value = valueOf(condition.of, values);
      return isNumber(value) ? value : undefined;
    }
    case 'replace': {
      const value = valueOf(condition.of, values);
      return value === undefined ? undefined : isNumber(value) ? value : condition.by;
    }
  }
}

const isNumber = (value: Value | undefined): value is number =>
  value !== undefined && value !== null && Number.isFinite(value);
