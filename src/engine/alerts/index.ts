import type { AlertRule, RuleGroup } from './rule.ts';
import { budgetBurn } from './rules/budget-burn.ts';
import { budgetHard } from './rules/budget-hard.ts';
import { budgetSoft } from './rules/budget-soft.ts';
import { cacheHitRate } from './rules/cache-hit-rate.ts';
import { contextWindow } from './rules/context-window.ts';
import { costPerRequest } from './rules/cost-per-request.ts';
import { errorRate } from './rules/error-rate.ts';
import { errorSpike } from './rules/error-spike.ts';
import { evaluationDrop } from './rules/evaluation-drop.ts';
import { evaluatorChanged } from './rules/evaluator-changed.ts';
import { evaluatorSilent } from './rules/evaluator-silent.ts';
import { faithfulnessDrop } from './rules/faithfulness-drop.ts';
import { fieldCoverage } from './rules/field-coverage.ts';
import { guardrailViolations } from './rules/guardrail-violations.ts';
import { latencyP99 } from './rules/latency-p99.ts';
import { partlyPriced } from './rules/partly-priced.ts';
import { rateLimitStorm } from './rules/rate-limit-storm.ts';
import { telemetrySilent } from './rules/telemetry-silent.ts';
import { toolFailures } from './rules/tool-failures.ts';
import { ttftP95 } from './rules/ttft-p95.ts';
import { unpricedModel } from './rules/unpriced-model.ts';

const folder = 'GenAI Observability';
const minute = 60;

/** All shipped rules, by the file that provisions them. */
export const ruleGroups: RuleGroup[] = [
  {
    file: 'quality',
    name: 'GenAI quality',
    folder,
    interval: minute,
    rules: [faithfulnessDrop, evaluationDrop, guardrailViolations, evaluatorSilent, evaluatorChanged],
  },
  { file: 'latency', name: 'GenAI latency', folder, interval: minute, rules: [latencyP99, ttftP95] },
  {
    file: 'reliability',
    name: 'GenAI reliability',
    folder,
    interval: minute,
    rules: [errorRate, errorSpike, rateLimitStorm, toolFailures, contextWindow],
  },
  {
    file: 'cost',
    name: 'GenAI cost',
    folder,
    interval: minute,
    rules: [costPerRequest, cacheHitRate, unpricedModel, partlyPriced],
  },
  {
    file: 'budgets',
    name: 'GenAI budgets',
    folder,
    interval: 5 * minute,
    rules: [budgetSoft, budgetHard, budgetBurn],
  },
  { file: 'telemetry', name: 'GenAI telemetry', folder, interval: minute, rules: [fieldCoverage, telemetrySilent] },
];

export const alertRules: AlertRule[] = ruleGroups.flatMap(({ rules }) => rules);
