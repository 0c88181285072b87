import { problemOf } from '../../components/budgets.ts';
import { inEnglish } from '../../engine/schemamessages.ts';
import { budgetSettings, type SavedBudget } from '../../engine/settings/budgets.ts';
import { UserError } from '../../engine/errors.ts';
import type { Changes, JsonData } from '../settings/source.ts';

/** The budgets of settings; none where they are not a list, which the data source itself says. */
export const budgetsIn = ({ budgets }: JsonData): readonly SavedBudget[] =>
  Array.isArray(budgets) ? (budgets as SavedBudget[]) : [];

/** Puts a budget in the place of the one of that name, or at the end. */
export function withBudget(all: readonly SavedBudget[], name: string | undefined, made: SavedBudget): SavedBudget[] {
  const at = all.findIndex((one) => one.name === name);
  return at < 0 ? [...all, made] : all.map((one, index) => (index === at ? made : one));
}

/** Makes a change of the setting that is checked before it is saved: a budget that is not valid would stop all queries. */
export const changing =
  (make: (all: readonly SavedBudget[]) => SavedBudget[]) =>
  (jsonData: JsonData): Changes => {
    const next = make(budgetsIn(jsonData));
    const problem = problemOf(next);
    if (problem !== undefined) {
      throw new UserError(problem);
    }
    return { budgets: next.length > 0 ? next : undefined };
  };

/** What is wrong with one budget among the others, by its field; '' for what is about no field. */
export function problemsOf(all: readonly SavedBudget[], name: string): Partial<Record<string, string>> {
  const index = all.findIndex((one) => one.name === name);
  const issues = budgetSettings.safeParse(all, inEnglish).error?.issues ?? [];
  return Object.fromEntries(
    issues
      .filter(({ path }) => path[0] === index || all[Number(path[0])]?.name === name)
      .map(({ path, message }) => [String(path[1] ?? ''), message])
      .reverse()
  );
}
