import type { TimeRange } from '@grafana/data';
import { useMemo } from 'react';

import type { SourceDescription } from '../../../engine/source/description.ts';
import type { Queried } from '../../types.ts';
import { loadKeys } from '../../values.ts';
import type { Named } from './completion.ts';

/** Returns what SQL may name, loaded when it is first asked for; keys of attributes only where they are wanted. */
export function useNamed(datasource: Queried, range: TimeRange | undefined): (wantsKeys: boolean) => Promise<Named> {
  const from = range?.raw.from.valueOf();
  const to = range?.raw.to.valueOf();
  return useMemo(
    () => {
      let keys: Promise<string[]> | undefined;
      return async (wantsKeys: boolean) => {
        const tables = tablesOf(await datasource.source());
        if (!wantsKeys) {
          return { tables, keys: [] };
        }
        keys ??= loadKeys(datasource, range).catch(() => {
          // Suggestions are no reason to interrupt whoever types; the next place asks again.
          keys = undefined;
          return [];
        });
        return { tables, keys: await keys };
      };
    },
    // A relative range is a new object on every refresh, but has the same text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [datasource, from, to]
  );
}

function tablesOf({ traces, logs, gauges, others }: SourceDescription): Named['tables'] {
  return [traces, logs, gauges, ...Object.values(others)]
    .filter((table) => table !== null)
    .map(({ path, columns }) => ({ path: path.join('.'), columns }));
}
