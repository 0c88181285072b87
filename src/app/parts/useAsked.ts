import { useCallback, useEffect, useState } from 'react';

import { reasonOf } from '../../components/reason.ts';

/** What became of a question: the answer, the reason why there is none, or neither yet. */
export interface Asked<Value> {
  value: Value | undefined;
  failure: string | undefined;
  loading: boolean;
  /** Asks again; the last answer stays until there is another. */
  again: () => void;
}

interface Kept<Value> {
  key: string;
  value?: Value;
  failure?: string;
}

/** Asks once for each key; an answer to an earlier key is dropped. Without a key nothing is asked. */
export function useAsked<Value>(key: string | undefined, ask: () => Promise<Value>): Asked<Value> {
  const [times, setTimes] = useState(0);
  const [kept, setKept] = useState<Kept<Value>>();
  const asked = key === undefined ? undefined : `${times} ${key}`;

  useEffect(() => {
    let current = true;
    if (asked !== undefined) {
      ask().then(
        (value) => current && setKept({ key: asked, value }),
        (reason: unknown) => current && setKept({ key: asked, failure: reasonOf(reason) })
      );
    }
    return () => {
      current = false;
    };
    // The key says what is asked; the function is another one on every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked]);

  const again = useCallback(() => setTimes((before) => before + 1), []);
  const isOfKey = kept !== undefined && key !== undefined && kept.key.slice(kept.key.indexOf(' ') + 1) === key;
  return {
    value: isOfKey ? kept.value : undefined,
    failure: isOfKey ? kept.failure : undefined,
    loading: asked !== undefined && kept?.key !== asked,
    again,
  };
}
