import { currentVersion } from './model.ts';

type Saved = Record<string, unknown>;

/** The migrations: `steps[n]` turns a query of version n into one of version n + 1. Version 1 is the first. */
const steps: Record<number, (query: Saved) => Saved> = {};

export function migrate(query: Saved): Saved {
  let migrated = query;
  for (let version = Number(query['version']); version < currentVersion; version++) {
    migrated = { ...steps[version]?.(migrated), version: version + 1 };
  }
  return migrated;
}
