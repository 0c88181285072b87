import { budgetProblem, budgetSettings, type SavedBudget } from '../engine/settings/budgets.ts';
import { inEnglish } from '../engine/schemamessages.ts';

/** Returns the first problem, in the engine's words. */
export function problemOf(budgets: readonly SavedBudget[]): string | undefined {
  const issue = budgetSettings.safeParse(budgets, inEnglish).error?.issues[0];
  return issue && budgetProblem(budgets, issue.path, issue.message);
}

/** Creates a budget that can be saved as it is, with a unique name. */
export function newBudget(others: readonly SavedBudget[]): SavedBudget {
  const taken = others.map(({ name }) => name);
  const free = (number: number): string => {
    const name = number === 1 ? 'budget' : `budget ${number}`;
    return taken.includes(name) ? free(number + 1) : name;
  };
  return { name: free(1), amount: 100, period: 'month' };
}

/** Replaces fields of a budget; `undefined` removes a field, so that its default applies. */
export function withFields(
  budget: SavedBudget,
  changes: { [Key in keyof SavedBudget]?: SavedBudget[Key] | undefined }
): SavedBudget {
  const given = Object.entries({ ...budget, ...changes }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as SavedBudget;
}
