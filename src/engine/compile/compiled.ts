import type { FactId } from '../catalogue/facts.ts';
import { UserError } from '../errors.ts';
import type { FramePlan, Notice } from '../host.ts';
import { alertNeedsSelect, unknownSelect } from '../messages.ts';
import type { Select } from '../sql/nodes.ts';

/** What a query becomes: the statement, and how its answer is shown. */
export interface Compiled {
  select: Select;
  frame: FramePlan;
  facts: readonly FactId[];
  notices?: readonly Notice[];
}

/** The columns with numbers that a refId shows: `select`, else all; an alert reads exactly one. */
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
