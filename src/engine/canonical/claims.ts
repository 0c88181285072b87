import type { Reader } from './reader.ts';
import type { Reading } from './reading.ts';
import { scopeConditions } from './scopes.ts';
import { memo } from '../memo.ts';
import type { Census } from '../source/census.ts';
import type { Dialect } from '../source/dialects/dialect.ts';
import { dialects } from '../source/dialects/index.ts';
import type { SpanColumns } from '../source/layouts/layout.ts';
import { any, isNothing } from '../sql/missing.ts';
import { array, call, column, infix, number, text, type Expression } from '../sql/nodes.ts';

/** A row's dialect, by its place among the dialects from 1; 0 where none claims it. */
export const claimColumn = '_claim';

/**
 * The dialect that claims a row. `scopes` are those that the table holds, null where nobody has looked; the others are
 * told by the keys that only one dialect writes.
 */
export function dialectOf(spans: SpanColumns, reader: Reader, scopes: readonly string[] | null): Expression {
  const marked = dialects.flatMap((dialect, index) => {
    const has = any(dialect.claims.keys.map((key) => reader.has(key)));
    return isNothing(has) ? [] : [has, number(index + 1)];
  });
  const byKeys = marked.length > 0 ? call('multiIf', ...marked, number(0)) : number(0);
  const { scope } = spans;
  if (!scope) {
    return byKeys;
  }
  if (!scopes) {
    const branches = dialects.flatMap((dialect, index) => {
      const conditions = scopeConditions(scope, dialect.claims.scopes);
      return conditions.length > 0 ? [any(conditions), number(index + 1)] : [];
    });
    return call('multiIf', ...branches, byKeys);
  }
  const claimed = scopes.flatMap((name) => {
    const index = dialectOfScope(name);
    return index > 0 ? [{ name, index }] : [];
  });
  return claimed.length === 0
    ? byKeys
    : call(
        'transform',
        call('toString', scope),
        reader.list(claimed.map(({ name }) => name)),
        array(claimed.map(({ index }) => number(index))),
        byKeys
      );
}

/** The place of the dialect that claims the scope, from 1; 0 for none. */
export function dialectOfScope(scope: string): number {
  return claimants(
    scope,
    () =>
      dialects.findIndex((dialect) =>
        dialect.claims.scopes.some((name) =>
          name.endsWith('*') ? scope.startsWith(name.slice(0, -1)) : scope === name
        )
      ) + 1
  );
}

const claimants = memo<number>(1000);

/** The dialects that the table's scopes and keys tell of; all where nobody has looked. */
export function dialectsPresent(census: Census | null): readonly Dialect[] {
  if (!census) {
    return dialects;
  }
  const known = presentIn.get(census) ?? findPresent(census);
  presentIn.set(census, known);
  return known;
}

const presentIn = new WeakMap<Census, readonly Dialect[]>();

function findPresent({ scopes, bareScopes, keys }: Census): readonly Dialect[] {
  const claimed = new Set([...scopes, ...bareScopes].map(dialectOfScope));
  const held = new Set(keys);
  return dialects.filter(
    (dialect, index) => claimed.has(index + 1) || dialect.claims.keys.some((key) => held.has(key))
  );
}

/** Whether a row's dialect is one of those that pass the test; 0 where none that is present does. */
export function claimsOf(present: readonly Dialect[]): Reading['claims'] {
  return (test) => {
    const ids = dialects.flatMap((dialect, index) =>
      test(dialect) && present.includes(dialect) ? [number(index + 1)] : []
    );
    return ids.length > 0 ? infix('IN', column(claimColumn), array(ids)) : number(0);
  };
}

/** Keys that `dialectOf` asks for. */
export const claimKeys: readonly string[] = dialects.flatMap((dialect) => dialect.claims.keys);

export const dialectTitle = call(
  'transform',
  column(claimColumn),
  array(dialects.map((_, index) => number(index + 1))),
  array(dialects.map((dialect) => text(dialect.id))),
  text('')
);

/** 0 for what instruments the application, 1 for the provider's SDK below it, 2 for a gateway. */
export function rank({ claims }: Reading): Expression {
  const branches = (['sdk', 'gateway'] as const).flatMap((name, index) => {
    const claimed = claims((dialect) => dialect.rank === name);
    return isNothing(claimed) ? [] : [claimed, number(index + 1)];
  });
  return branches.length > 0 ? call('multiIf', ...branches, number(0)) : number(0);
}
