import { currentVersion } from './common.ts';

type Saved = Record<string, unknown>;

/** The migrations: `steps[n]` turns a query of version n into one of version n + 1. Version 1 is the first. */
const steps: Record<number, (query: Saved) => Saved> = {};

/** Kinds that are called otherwise today, and whose fields mean the same, so that they need no version. */
const renamed: Readonly<Record<string, string>> = { calls: 'spans' };

export function migrate(query: Saved): Saved {
  let migrated = query;
  for (let version = Number(query['version']); version < currentVersion; version++) {
    migrated = { ...steps[version]?.(migrated), version: version + 1 };
  }
  return withKind(migrated);
}

/** Names the kind of a saved query as this version does. */
export function withKind<Query extends { kind?: unknown }>(query: Query): Query {
  const kind = typeof query.kind === 'string' ? renamed[query.kind] : undefined;
  return kind === undefined ? query : { ...query, kind };
}
