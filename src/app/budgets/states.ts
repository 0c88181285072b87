import type { BudgetColumnId } from '../../engine/budgets/columns.ts';
import type { Period } from '../../engine/settings/budgets.ts';
import { askResource } from '../query.ts';

export type Standing = 'ok' | 'soft' | 'hard' | 'unknown';

/** The state of a budget as gateways see it: US dollars, shares, hours and seconds; null where nothing can be told. */
export type BudgetState = Record<Exclude<BudgetColumnId, 'soft' | 'hard'>, number | null> & {
  name: string;
  /** Epoch milliseconds. */
  period: { name: Period; from: number; to: number };
  soft: number;
  hard: number;
  state: Standing;
};

export interface States {
  budgets: BudgetState[];
  /** Until when spending was read, in epoch milliseconds. */
  at: number;
}

export const readStates = (uid: string): Promise<States> => askResource<States>(uid, 'budgets');
