import { array, call, infix, text, type Expression } from '../sql/nodes.ts';

/** Conditions of which a scope meets one if it is among the names; `name*` is every scope that starts so. */
export function scopeConditions(scope: Expression, names: readonly string[]): Expression[] {
  const exact = names.filter((name) => !name.endsWith('*'));
  const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return [
    ...(exact.length > 0 ? [infix('IN', scope, array(exact.map(text)))] : []),
    ...prefixes.map((prefix) => call('startsWith', scope, text(prefix))),
  ];
}
