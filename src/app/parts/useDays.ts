import { useState } from 'react';

import type { Range } from '../query.ts';
import { useParameter } from './useParameter.ts';

const day = 86_400_000;

/** The last days that a page is about: one of several numbers, which the URL names (`days`) unless it is the usual one. */
export function useDays(
  offered: readonly number[],
  usual: number
): { days: number; range: Range; choose: (days: number) => void } {
  const [now] = useState(Date.now);
  const [chosen, choose] = useParameter('days');
  const days = offered.find((one) => String(one) === chosen) ?? usual;
  return {
    days,
    range: { from: now - days * day, to: now },
    choose: (next) => choose(next === usual ? '' : String(next)),
  };
}
