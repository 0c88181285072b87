import { call, infix, nothing, number, type Expression } from '../../sql/nodes.ts';
import { tests, type Condition } from './condition.ts';
import { dropped, firing, normal, noValue } from './runs.ts';

/** A condition in SQL: its value, which values are possible, and when the label set is dropped. */
interface Written {
  value: Expression;
  /** Whether it may be NaN, or an infinity, which further arithmetic turns into NaN. */
  odd: boolean;
  drop: readonly Expression[];
}

/** Writes the condition's symbol of a row, with the queries' columns by refId, which are finite or NULL. */
export function symbolOf(condition: Condition, columnOf: (refId: string) => Expression): Expression {
  const { value, drop } = written(condition, columnOf);
  return call(
    'toInt8',
    call(
      'multiIf',
      ...drop.flatMap((condition) => [condition, number(dropped)]),
      call('isNull', value),
      number(noValue),
      infix('=', value, number(0)),
      number(normal),
      number(firing)
    )
  );
}

/** Converts to Float64, because a comparison is an integer, which has no negative zero to divide by. */
const decimal = (value: Expression): Expression => call('toFloat64', value);
const isNaN = (value: Expression): Expression => call('isNaN', value);
const isNumber = (value: Expression): Expression => call('and', call('isNotNull', value), call('isFinite', value));

function written(condition: Condition, columnOf: (refId: string) => Expression): Written {
  const inner = (part: Condition) => written(part, columnOf);
  switch (condition.kind) {
    case 'number':
      return { value: number(condition.number), odd: false, drop: [] };
    case 'query':
      return { value: columnOf(condition.refId), odd: false, drop: [] };
    case 'unary': {
      const { value, odd, drop } = inner(condition.of);
      const made = condition.operator === '-' ? call('negate', decimal(value)) : infix('=', value, number(0));
      return { value: odd ? call('if', isNaN(value), value, made) : made, odd, drop };
    }
    case 'binary': {
      const [left, right] = [inner(condition.left), inner(condition.right)];
      const odd = left.odd || right.odd;
      const made = operation(condition.operator, left.value, right.value, odd);
      return { ...made, odd: odd || made.odd, drop: [...left.drop, ...right.drop] };
    }
    case 'threshold': {
      const { value, drop } = inner(condition.of);
      const { each, any } = { any: false, ...tests[condition.test] };
      const [first, second] = each.map((sign, index) => infix(sign, value, number(condition.numbers[index] ?? 0)));
      // NULL stays NULL in + and *, unlike in AND and OR.
      const both =
        first && second ? (any ? infix('>', infix('+', first, second), number(0)) : infix('*', first, second)) : first;
      return { value: both ?? nothing, odd: false, drop };
    }
    case 'drop': {
      const { value, drop } = inner(condition.of);
      return { value, odd: false, drop: [...drop, call('not', isNumber(value))] };
    }
    case 'replace': {
      const { value, drop } = inner(condition.of);
      return { value: call('if', isNumber(value), value, number(condition.by)), odd: false, drop };
    }
  }
}

const comparing: Record<string, '<' | '<=' | '>' | '>=' | '=' | '!='> = {
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '==': '=',
  '!=': '!=',
};

/** Writes an operation with Grafana's semantics (expression/evaluate.ts). In SQL, NULL stays NULL in all but AND and OR. */
function operation(operator: string, a: Expression, b: Expression, odd: boolean): { value: Expression; odd: boolean } {
  const isOdd = call('or', isNaN(a), isNaN(b));
  // NaN and a number give NaN; NaN and NULL give NULL.
  const oddValue = infix('+', a, b);
  const guarded = (value: Expression): Expression => (odd ? call('if', isOdd, oddValue, value) : value);
  const isNull = call('or', call('isNull', a), call('isNull', b));
  const holds = (value: Expression): Expression => infix('!=', value, number(0));
  const sign = comparing[operator];
  if (sign) {
    return { value: guarded(infix(sign, a, b)), odd: false };
  }
  switch (operator) {
    case '&&':
      return odd
        ? {
            value: call('multiIf', isNull, nothing, infix('=', a, number(0)), number(0), isOdd, oddValue, holds(b)),
            odd: false,
          }
        : { value: infix('*', holds(a), holds(b)), odd: false };
    case '||':
      return odd
        ? {
            value: call('multiIf', isNull, nothing, holds(a), number(1), isOdd, oddValue, holds(b)),
            odd: false,
          }
        : { value: infix('>', infix('+', holds(a), holds(b)), number(0)), odd: false };
    case '+':
    case '-':
    case '*':
      return { value: guarded(infix(operator, decimal(a), decimal(b))), odd: false };
    case '/':
      return { value: guarded(infix('/', decimal(a), decimal(b))), odd: true };
    case '%':
      return { value: guarded(remainder(decimal(a), decimal(b))), odd: true };
    default:
      return { value: guarded(call('pow', decimal(a), decimal(b))), odd: true };
  }
}

/** Computes the remainder: for an infinite divisor it is the number itself, where ClickHouse returns NaN. */
const remainder = (a: Expression, b: Expression): Expression =>
  call('if', call('and', call('isInfinite', b), call('isFinite', a)), a, call('modulo', a, b));
