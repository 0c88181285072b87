/**
 * Grafana's math expressions, as far as conditions over numbers need them: $A, ${A}, numbers, ! - + * / % ** comparisons
 * && || and parentheses. Meanings are Grafana's: no value gives no value, a comparison gives 1 or 0, `&&` stops at a 0 on its
 * left and `||` at a non-zero, and otherwise NaN gives NaN.
 */
export type Value = number | null;
export type Variables = Record<string, Value>;
type Node = (variables: Variables) => Value;

const token = /\s*(?:\$\{(\w+)\}|\$(\w+)|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(\*\*|&&|\|\||[<>=!]=|[-+*/%<>!()]))/y;

const truth = (holds: boolean) => (holds ? 1 : 0);

const operations: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
};

/** Weakest first. */
const levels = [['||'], ['&&'], ['==', '!=', '<', '<=', '>', '>='], ['+', '-'], ['*', '/', '%'], ['**']];

function apply(operator: string, a: Value, b: Value): Value {
  if (a === null || b === null) {
    return null;
  }
  if (operator === '&&' && a === 0) {
    return 0;
  }
  if (operator === '||' && a !== 0 && !Number.isNaN(a)) {
    return 1;
  }
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return NaN;
  }
  return operations[operator]?.(a, b) ?? NaN;
}

interface Token {
  kind: 'variable' | 'number' | 'symbol';
  text: string;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match) {
      throw new Error(`"${text.slice(at)}" in the expression "${text}" is not understood.`);
    }
    const [, braced, plain, number, symbol] = match;
    const name = braced ?? plain;
    found.push(
      name !== undefined
        ? { kind: 'variable', text: name }
        : number !== undefined
          ? { kind: 'number', text: number }
          : { kind: 'symbol', text: symbol ?? '' }
    );
  }
  return found;
}

/** Reads an expression once, to be evaluated for many sets of values. Throws what is not understood. */
export function compile(text: string): Node {
  const rest = tokens(text);
  const isNext = (symbols: string[]) => rest[0]?.kind === 'symbol' && symbols.includes(rest[0].text);

  function binary(level: number): Node {
    const symbols = levels[level];
    if (!symbols) {
      return unary();
    }
    let left = binary(level + 1);
    while (isNext(symbols)) {
      const operator = rest.shift()?.text ?? '';
      const [before, right] = [left, binary(level + 1)];
      left = (variables) => apply(operator, before(variables), right(variables));
    }
    return left;
  }

  function unary(): Node {
    if (!isNext(['!', '-'])) {
      return primary();
    }
    const negated = rest.shift()?.text === '-';
    const operand = unary();
    return (variables) => {
      const value = operand(variables);
      return value === null || Number.isNaN(value) ? value : negated ? -value : truth(value === 0);
    };
  }

  function primary(): Node {
    const next = rest.shift();
    if (next?.kind === 'number') {
      return () => Number(next.text);
    }
    if (next?.kind === 'variable') {
      return (variables) => variables[next.text] ?? null;
    }
    if (next?.text === '(') {
      const inner = binary(0);
      if (rest.shift()?.text !== ')') {
        throw new Error(`A parenthesis in the expression "${text}" is not closed.`);
      }
      return inner;
    }
    throw new Error(`A value is missing in the expression "${text}".`);
  }

  const whole = binary(0);
  if (rest[0]) {
    throw new Error(`"${rest[0].text}" is unexpected in the expression "${text}".`);
  }
  return whole;
}
