import { getBackendSrv } from '@grafana/runtime';
import { useMemo } from 'react';

import type { TableThere } from '../../engine/source/tablesthere.ts';
import type { Props } from './props.ts';

const day = 86_400_000;

/** What the data source knows as it is saved. Each is asked once, when something needs it first; without an answer there is none. */
export interface Saved {
  tables: () => Promise<TableThere[]>;
  /** Keys of attributes that spans of the last day have. */
  keys: () => Promise<string[]>;
}

/** Asks the data source as it is saved: what is on screen and not saved is not known to the server. */
export function useSaved({ uid }: Props['options']): Saved {
  return useMemo(() => savedAs(uid), [uid]);
}

function savedAs(uid: string | undefined): Saved {
  return {
    tables: once(async () => (await asked<{ tables: TableThere[] }>(uid, 'tables', {})).tables, []),
    keys: once(async () => {
      const now = Date.now();
      const body = { windows: [{ from: now - day, to: now }] };
      const { census } = await asked<{ census: { keys: string[] } }>(uid, 'census', body);
      return [...census.keys].sort();
    }, []),
  };
}

/** A new data source has no uid, and one that cannot connect no answer: names can be typed then. */
function once<Value>(ask: () => Promise<Value>, otherwise: Value): () => Promise<Value> {
  let answer: Promise<Value> | undefined;
  return () =>
    (answer ??= ask().catch(() => {
      answer = undefined;
      return otherwise;
    }));
}

function asked<Answer>(uid: string | undefined, path: string, body: object): Promise<Answer> {
  if (!uid) {
    return Promise.reject(new Error('not saved'));
  }
  return getBackendSrv().post<Answer>(`/api/datasources/uid/${uid}/resources/${path}`, body, { showErrorAlert: false });
}
