import type { Request } from '../host.ts';
import type { BudgetsQuery } from '../query/model.ts';
import { openHours } from './open.ts';
import { budgetFrame } from './query.ts';
import { chosenBudgets } from './rounds.ts';
import { freeze, type Source } from './statement.ts';

/** Compiles the open hours' statement for the editor. The parameters of closed spending are known only where statements run. */
export function previewBudgets(
  query: BudgetsQuery,
  request: Request,
  source: Source
): { sql: string; params: Record<string, string> } {
  const budgets = chosenBudgets({ settings: source.settings, names: query.budgets });
  budgetFrame(query, request);
  const { statement } = freeze(source, request.fromAlert, (context) => openHours(context, budgets));
  return { sql: statement.sql, params: statement.params };
}
