import type { Math as Expression } from './parse.ts';

/** null is no value. */
export type Value = number | null;

const truth = (holds: boolean): number => (holds ? 1 : 0);

const operations: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  // Where JavaScript has NaN for a power of one to the infinite, Go has one.
  '**': (a, b) => (Math.abs(a) === 1 && !Number.isFinite(b) ? 1 : a ** b),
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
};

/** Grafana's meaning of two numbers: `&&` stops at a 0 on its left and `||` at anything else, NaN included; then NaN gives NaN. */
export function binary(operator: string, a: Value, b: Value): Value {
  if (a === null || b === null) {
    return null;
  }
  if (operator === '&&' && a === 0) {
    return 0;
  }
  if (operator === '||' && a !== 0) {
    return 1;
  }
  return Number.isNaN(a) || Number.isNaN(b) ? NaN : (operations[operator]?.(a, b) ?? NaN);
}

export function unary(operator: '!' | '-', a: Value): Value {
  return a === null || Number.isNaN(a) ? a : operator === '-' ? -a : truth(a === 0);
}

/** The value of an expression for one label set. No value gives no value, a comparison gives 1 or 0. */
export function evaluateMath(expression: Expression, variables: Readonly<Record<string, Value>>): Value {
  switch (expression.kind) {
    case 'number':
      return expression.number;
    case 'variable':
      return variables[expression.refId] ?? null;
    case 'unary':
      return unary(expression.operator, evaluateMath(expression.of, variables));
    case 'binary':
      return binary(
        expression.operator,
        evaluateMath(expression.left, variables),
        evaluateMath(expression.right, variables)
      );
  }
}
