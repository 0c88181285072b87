import { UserError } from '../../errors.ts';
import { expressionNotUnderstood, expressionUnclosed, expressionValueMissing } from '../messages.ts';

/** A math expression of Grafana over numbers: `$N > 100 && $A < 3.5`. */
export type Math =
  | { kind: 'number'; number: number }
  | { kind: 'variable'; refId: string }
  | { kind: 'unary'; operator: '!' | '-'; of: Math }
  | { kind: 'binary'; operator: string; left: Math; right: Math };

interface Token {
  kind: 'variable' | 'number' | 'symbol';
  text: string;
}

const token =
  /\s*(?:\$\{([^}]+)\}|\$([A-Za-z0-9_]+)|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(\*\*|&&|\|\||[<>=!]=|[-+*/%<>!()]))/y;

/** Operators by precedence, lowest first. Source: Grafana, pkg/expr/mathexp/parse. */
const levels = [['||'], ['&&'], ['==', '!=', '<', '<=', '>', '>='], ['+', '-'], ['*', '/', '%'], ['**']];

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match) {
      throw new UserError(expressionNotUnderstood(text, text.slice(at).trim()), 'query');
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

/** Parses + - * / % ** ! && ||, comparisons and parentheses, but no functions or series. Throws UserError. */
export function parseMath(text: string): Math {
  const rest = tokensOf(text);
  const isNext = (symbols: readonly string[]) => rest[0]?.kind === 'symbol' && symbols.includes(rest[0].text);

  function binary(level: number): Math {
    const symbols = levels[level];
    if (!symbols) {
      return unary();
    }
    let left = binary(level + 1);
    while (isNext(symbols)) {
      const operator = rest.shift()?.text ?? '';
      left = { kind: 'binary', operator, left, right: binary(level + 1) };
    }
    return left;
  }

  function unary(): Math {
    if (!isNext(['!', '-'])) {
      return primary();
    }
    const operator = rest.shift()?.text === '-' ? '-' : '!';
    return { kind: 'unary', operator, of: unary() };
  }

  function primary(): Math {
    const next = rest.shift();
    if (next?.kind === 'number') {
      return { kind: 'number', number: Number(next.text) };
    }
    if (next?.kind === 'variable') {
      return { kind: 'variable', refId: next.text };
    }
    if (next?.text === '(') {
      const inner = binary(0);
      if (rest.shift()?.text !== ')') {
        throw new UserError(expressionUnclosed(text), 'query');
      }
      return inner;
    }
    throw new UserError(expressionValueMissing(text), 'query');
  }

  const whole = binary(0);
  if (rest[0]) {
    throw new UserError(expressionNotUnderstood(text, rest[0].text), 'query');
  }
  return whole;
}
