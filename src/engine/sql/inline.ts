import type { Expression, Output } from './nodes.ts';

/** Writes an expression over the columns of a SELECT as one over the columns that the SELECT itself reads. */
export function inlined(value: Expression, outputs: readonly Output[]): Expression {
  const byName = new Map(outputs.map((output) => [output.as, output.value]));
  const made = new Map<string, Expression>();
  const named = (name: string): Expression | undefined => {
    const own = byName.get(name);
    if (!own || made.has(name)) {
      return made.get(name);
    }
    // An alias within its own expression means the column of that name.
    made.set(name, { kind: 'column', path: [name] });
    made.set(name, replaced(own, named, []));
    return made.get(name);
  };
  return replaced(value, named, []);
}

/** Replaces names of outputs, but not arguments of lambdas. */
function replaced(
  value: Expression,
  named: (name: string) => Expression | undefined,
  bound: readonly string[]
): Expression {
  const all = (items: readonly Expression[]): Expression[] => items.map((item) => replaced(item, named, bound));
  switch (value.kind) {
    case 'column': {
      const [name = ''] = value.path;
      return (value.path.length === 1 && !bound.includes(name) && named(name)) || value;
    }
    case 'call':
    case 'infix':
      return { ...value, args: all(value.args) };
    case 'array':
      return { ...value, items: all(value.items) };
    case 'lambda':
      return { ...value, body: replaced(value.body, named, [...bound, ...value.args]) };
    case 'window':
    case 'subquery':
      throw new Error(`a ${value.kind} does not belong to one row`);
    default:
      return value;
  }
}
