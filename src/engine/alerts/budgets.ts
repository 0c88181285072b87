import type { RuleStatement } from './rule.ts';

/** All rules of budgets ask the same, so that one statement answers them. */
export const budgetStatement: RuleStatement = { version: 1, kind: 'budgets', format: 'table', step: 60 };
