import type { Reading } from './reading.ts';
import { conditionsOf, keysOf } from './when.ts';
import { dialects } from '../source/dialects/index.ts';
import { all, any } from '../sql/missing.ts';
import { call, number, type Expression } from '../sql/nodes.ts';

/** Keys of supplements: spans that only add usage to another one. */
export const supplementKeys = dialects.flatMap(({ supplement }) => (supplement ? keysOf(supplement) : []));

/** Whether a row only adds usage to another span; 0 where no row of the table does. */
export const isSupplement = (row: Pick<Reading, 'reader' | 'spans'>): Expression =>
  any(dialects.flatMap(({ supplement }) => (supplement ? [all(conditionsOf(supplement, row))] : [])));

/** Is 0 for a supplement, and 1 for others. */
export const counted = (row: Pick<Reading, 'reader' | 'spans'>): Expression =>
  call('if', isSupplement(row), number(0), number(1));
