import type { Scenarios } from '../scenario.ts';
import { cacheHitRate } from './cache-hit-rate.ts';
import { contextWindow } from './context-window.ts';
import { costPerRequest } from './cost-per-request.ts';
import { errorRate } from './error-rate.ts';
import { errorSpike } from './error-spike.ts';
import { evaluationDrop } from './evaluation-drop.ts';
import { faithfulnessDrop } from './faithfulness-drop.ts';
import { fieldCoverage } from './field-coverage.ts';
import { guardrailViolations } from './guardrail-violations.ts';
import { latencyP99 } from './latency-p99.ts';
import { rateLimitStorm } from './rate-limit-storm.ts';
import { telemetrySilent } from './telemetry-silent.ts';
import { toolFailures } from './tool-failures.ts';
import { ttftP95 } from './ttft-p95.ts';
import { unpricedModel } from './unpriced-model.ts';

/** By the rule's uid. */
export const scenarios: Record<string, Scenarios> = {
  'genai-faithfulness-drop': faithfulnessDrop,
  'genai-evaluation-drop': evaluationDrop,
  'genai-guardrail-violations': guardrailViolations,
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
  'genai-field-coverage': fieldCoverage,
  'genai-telemetry-silent': telemetrySilent,
};
