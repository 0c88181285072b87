import type { SpanRow } from '../../../../tools/demo/data/rows.ts';
import { span } from '../../engine/rows.ts';
import { windowEnd } from '../scenario.ts';

const hour = 3_600_000;

/** US dollars spent, by hours before the window's end, and the rules that fire. Budgets are 128 per day. */
const budgets: Record<string, { spent: Record<string, number>; fires: string[] }> = {
  'hardly used': { spent: { 60: 1, 7: 16 }, fires: [] },
  'just under seven tenths': { spent: { 60: 1, 8: 89 }, fires: [] },
  'seven tenths': { spent: { 60: 1, 8: 89.6 }, fires: ['genai-budget-soft'] },
  'just under all': { spent: { 60: 1, 8: 127.5 }, fires: ['genai-budget-soft'] },
  'used up': { spent: { 60: 1, 8: 128 }, fires: ['genai-budget-soft', 'genai-budget-hard'] },
  yesterday: { spent: { 60: 1, 13: 500 }, fires: [] },
  // An even pace is 5.33 per hour; the windows are 63 and 363 minutes long.
  'runs away': { spent: { 60: 1, 3: 31.2, 0.5: 34 }, fires: ['genai-budget-burn'] },
  'a short peak': { spent: { 60: 1, 3: 29.9, 0.5: 34 }, fires: [] },
  'not for long': { spent: { 60: 1, 3: 60, 0.5: 33.4 }, fires: ['genai-budget-soft'] },
  'fast for long': { spent: { 60: 1, 3: 40, 0.5: 33.8 }, fires: ['genai-budget-burn'] },
  'enough history': { spent: { 24.2: 1, 3: 40, 0.5: 40 }, fires: ['genai-budget-burn'] },
  'too little history': { spent: { 23.8: 1, 3: 40, 0.5: 40 }, fires: [] },
};

/** Lists the budgets for which the rule should fire. */
export const budgetsFiring = (uid: string): string[] =>
  Object.entries(budgets)
    .filter(([, { fires }]) => fires.includes(uid))
    .map(([name]) => name)
    .sort();

/** The budgets as a data source's settings have them, one per feature. */
export const settingsOfBudgets = Object.keys(budgets).map((name) => ({
  name,
  amount: 128,
  period: 'day',
  filters: [{ dimension: 'feature', operator: 'in', values: [name] }],
}));

/** What the features spent, as spans that report their cost. */
export const spansOfBudgets: SpanRow[] = Object.entries(budgets).flatMap(([feature, { spent }]) =>
  Object.entries(spent).map(([hours, cost]) =>
    span(Math.round(windowEnd - Number(hours) * hour), {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.cost': String(cost),
      'app.feature': feature,
    })
  )
);
