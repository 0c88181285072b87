import type { Math as Expression } from './parse.ts';

/** A number, or null for no value. */
export type Value = number | null;

const truth = (holds: boolean): number => (holds ? 1 : 0);

const operations: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  // For 1 to the power of infinity, JavaScript returns NaN, but Go returns 1.
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

/** Evaluates an operation as Grafana does: `&&` stops at a 0 on its left, `||` at anything else, even NaN; then NaN gives NaN. */
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

/** Evaluates an expression for one label set. No value gives no value; a comparison gives 1 or 0. */
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
