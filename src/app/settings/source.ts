import { getDataSourceSrv, isFetchError } from '@grafana/runtime';

import { UserError } from '../../engine/errors.ts';
import { ask } from '../fetch.ts';
import { messages } from './messages.ts';

export type JsonData = Readonly<Record<string, unknown>>;

/** A data source as Grafana keeps it. What is not listed here is sent back unchanged; secrets stay on the server. */
export interface Source {
  uid: string;
  name: string;
  type: string;
  url: string;
  /** Grows with each save. Grafana refuses to save over a newer one. */
  version: number;
  /** Whether it is provisioned from a file, so that nothing can be saved. */
  readOnly: boolean;
  jsonData: JsonData;
}

/** Changes of settings, by name; `undefined` removes one, so that its default applies. */
export type Changes = Record<string, unknown>;

const api = (uid: string) => `/api/datasources/uid/${encodeURIComponent(uid)}`;

/** Reads a data source; it needs the permission `datasources:read`. */
export const readSource = (uid: string): Promise<Source> => ask<Source>({ url: api(uid) });

/** Somebody else saved the settings since they were read. Nothing was written. */
export class Overtaken extends UserError {
  readonly now: Source;

  constructor(changed: readonly string[], now: Source) {
    super(messages.overtaken(changed));
    this.now = now;
  }
}

/**
 * Saves settings over those that were read. Throws Overtaken if somebody saved meanwhile, and otherwise what Grafana says.
 * @returns the data source as it is now
 */
export async function saveSettings(read: Source, change: (jsonData: JsonData) => Changes): Promise<Source> {
  const data = { ...read, jsonData: changed(read.jsonData, change(read.jsonData)) };
  try {
    const { datasource } = await ask<{ datasource: Source }>({ method: 'PUT', url: api(read.uid), data });
    forget();
    return datasource;
  } catch (reason) {
    if (isFetchError(reason) && overtaken.includes(reason.status)) {
      const now = await readSource(read.uid);
      throw new Overtaken(differences(read.jsonData, now.jsonData), now);
    }
    throw reason;
  }
}

/** Grafana answers 409, and proxies before it 412. */
const overtaken = [409, 412];

/** Has Grafana read the settings that it keeps in the browser again; an older one does so with the next page. */
function forget(): void {
  const service = getDataSourceSrv() as Partial<ReturnType<typeof getDataSourceSrv>>;
  service.reload?.();
}

/** Applies changes; what is undefined is left out. */
export const changed = (jsonData: JsonData, changes: Changes): JsonData =>
  Object.fromEntries(Object.entries({ ...jsonData, ...changes }).filter(([, value]) => value !== undefined));

/** The names of settings that differ. */
function differences(before: JsonData, after: JsonData): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
