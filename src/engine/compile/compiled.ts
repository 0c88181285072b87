import type { FactId } from '../catalogue/facts.ts';
import { UserError } from '../errors.ts';
import type { FramePlan, Notice } from '../host.ts';
import { alertNeedsSelect, unknownSelect } from '../messages.ts';
import type { Select } from '../sql/nodes.ts';

/** A compiled query: the statement, and how its answer is shown. */
export interface Compiled {
  select: Select;
  frame: FramePlan;
  facts: readonly FactId[];
  notices?: readonly Notice[];
  /** See Plan. */
  unseen?: string;
  /** The number of rows that are shown; that there are more is said of the answer. */
  rows?: number;
}

/** Chooses the numeric columns that a refId shows: `select`, or else all. An alert needs exactly one. */
export function shownColumns(names: readonly string[], select: string | undefined, fromAlert: boolean): string[] {
  if (select !== undefined && !names.includes(select)) {
    throw new UserError(unknownSelect(select, names), 'query');
  }
  const shown = select === undefined ? [...names] : [select];
  if (fromAlert && shown.length > 1) {
    throw new UserError(alertNeedsSelect(names), 'query');
  }
  return shown;
}
