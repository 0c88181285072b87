import { useEffect } from 'react';

import type { Asked } from './useAsked.ts';

/** Asks again, while the last answer stays, whenever a count has grown. */
export function useAgain({ again }: Pick<Asked<unknown>, 'again'>, count: number): void {
  useEffect(() => {
    if (count > 0) {
      again();
    }
  }, [again, count]);
}
