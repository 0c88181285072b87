import { tuned } from '../../../src/engine/alerts/choices.ts';
import { alertRules } from '../../../src/engine/alerts/index.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';

/** Numbers close to the traffic's values, so that a slightly wrong value fires. */
const close = {
  'genai-latency-p99': { p99: 45 },
  'genai-error-rate': { rate: 0.105 },
  'genai-faithfulness-drop': { score: 3.5 },
};

/** The rules that late spans and scores could mislead. */
export const watched: AlertRule[] = alertRules.flatMap((rule) => {
  const numbers = Object.entries(close).find(([uid]) => uid === rule.uid)?.[1];
  return numbers ? [tuned(rule, { numbers })] : [];
});

/** Adds measures to a rule's statement that the rule itself does not use. */
export const alsoShowing = (rule: AlertRule, more: Record<string, 'latency_mean' | 'cost_per_request'>): AlertRule =>
  rule.statement.kind === 'measure'
    ? {
        ...rule,
        statement: {
          ...rule.statement,
          measures: [...rule.statement.measures, ...Object.values(more).map((id) => ({ id }))],
        },
        show: { ...rule.show, ...more },
      }
    : rule;
