import { useCallback, useEffect, useState } from 'react';

import { reasonOf } from '../../components/reason.ts';
import { readLive, type Live } from './live.ts';
import { messages } from './messages.ts';
import { readRules } from './ruler.ts';
import { entriesOf, type Entry } from './standing.ts';

interface Rules {
  entries: Entry[] | undefined;
  failure: string | undefined;
  reload: () => Promise<void>;
}

/** Reads the catalogue's rules in this Grafana. Their current state is left out if it cannot be read. */
export function useRules(): Rules {
  const [state, setState] = useState<Omit<Rules, 'reload'>>({ entries: undefined, failure: undefined });
  const load = useCallback(async () => {
    const nothing = new Map<string, Live>();
    try {
      const [placed, live] = await Promise.all([readRules(), readLive().catch(() => nothing)]);
      return { entries: entriesOf(placed, live), failure: undefined };
    } catch (reason) {
      return { entries: entriesOf([], nothing), failure: messages.rulesFailed(reasonOf(reason)) };
    }
  }, []);

  useEffect(() => {
    let current = true;
    load().then((next) => current && setState(next));
    return () => {
      current = false;
    };
  }, [load]);

  const reload = useCallback(async () => setState(await load()), [load]);
  return { ...state, reload };
}
