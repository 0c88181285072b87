import type { AlertRule } from '../../../../src/engine/alerts/rule.ts';
import type { Rows } from '../../engine/canonical.ts';
import { Traffic, type Scenario, type Scenarios } from '../scenario.ts';
import { cacheHitRate } from './cache-hit-rate.ts';
import { contextWindow } from './context-window.ts';
import { costPerRequest } from './cost-per-request.ts';
import { errorRate } from './error-rate.ts';
import { errorSpike } from './error-spike.ts';
import { evaluationDrop } from './evaluation-drop.ts';
import { evaluatorChanged } from './evaluator-changed.ts';
import { evaluatorSilent } from './evaluator-silent.ts';
import { faithfulnessDrop } from './faithfulness-drop.ts';
import { fieldCoverage } from './field-coverage.ts';
import { guardrailViolations } from './guardrail-violations.ts';
import { latencyP99 } from './latency-p99.ts';
import { partlyPriced } from './partly-priced.ts';
import { rateLimitStorm } from './rate-limit-storm.ts';
import { telemetrySilent } from './telemetry-silent.ts';
import { toolFailures } from './tool-failures.ts';
import { ttftP95 } from './ttft-p95.ts';
import { unpricedModel } from './unpriced-model.ts';

/** The scenarios, by the rule's uid. */
export const scenarios: Record<string, Scenarios> = {
  'genai-faithfulness-drop': faithfulnessDrop,
  'genai-evaluation-drop': evaluationDrop,
  'genai-guardrail-violations': guardrailViolations,
  'genai-evaluator-silent': evaluatorSilent,
  'genai-evaluator-changed': evaluatorChanged,
  'genai-latency-p99': latencyP99,
  'genai-ttft-p95': ttftP95,
  'genai-error-rate': errorRate,
  'genai-error-spike': errorSpike,
  'genai-rate-limit-storm': rateLimitStorm,
  'genai-tool-failures': toolFailures,
  'genai-context-window': contextWindow,
  'genai-cost-per-request': costPerRequest,
  'genai-cache-hit-rate': cacheHitRate,
  'genai-unpriced-model': unpricedModel,
  'genai-partly-priced': partlyPriced,
  'genai-field-coverage': fieldCoverage,
  'genai-telemetry-silent': telemetrySilent,
};

export const scenariosOf = (rule: AlertRule): [string, Scenario][] =>
  Object.entries(scenarios[rule.uid]?.scenarios ?? {});

/** Lists the label sets for which the rule should fire. */
export const expectedOf = (rule: AlertRule): string[] =>
  scenariosOf(rule)
    .filter(([, { fires }]) => fires)
    .map(([name]) => name)
    .sort();

/** Returns the later traffic that ends the alerts. */
export function recoveryOf(rule: AlertRule, later: number): Rows {
  const traffic = new Traffic(rule, later);
  expectedOf(rule).forEach((label) => scenarios[rule.uid]?.recovers?.(traffic, label));
  return traffic.rows;
}

/** Returns the traffic of all scenarios of a rule. */
export function trafficOf(rule: AlertRule): Rows {
  const all: Rows = { spans: [], logs: [] };
  for (const [name, scenario] of scenariosOf(rule)) {
    for (const [label, offset] of [
      [name, 0],
      [`${name}, earlier`, -rule.window * 1000],
    ] as const) {
      const traffic = new Traffic(rule, offset);
      scenario.rows(traffic, label);
      all.spans.push(...traffic.rows.spans);
      all.logs.push(...traffic.rows.logs);
    }
  }
  return all;
}
