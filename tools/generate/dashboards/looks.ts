import type { DynamicConfigValue, Threshold } from '@grafana/grafana-foundation-sdk/dashboard';

import type { FactId } from '../../../src/engine/catalogue/facts.ts';
import { measures, type MeasureId } from '../../../src/engine/catalogue/measures/index.ts';

/** Returns the options of a measure's numbers: its unit and, where it has any, its decimals. */
export const unitOf = (id: MeasureId): DynamicConfigValue[] => {
  const { unit, decimals } = measures[id];
  return [{ id: 'unit', value: unit }, ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }])];
};

const rising = (orange: number, red: number): Threshold[] => [
  { value: null, color: 'text' },
  { value: orange, color: 'orange' },
  { value: red, color: 'red' },
];
const any: Threshold[] = [
  { value: null, color: 'text' },
  { value: 1, color: 'orange' },
];

/** From which value a number stands out. Numbers without an entry have no color: whether they are high is the reader's to say. */
const thresholds: Partial<Record<MeasureId, Threshold[]>> = {
  error_rate: rising(0.02, 0.1),
  rate_limit_rate: rising(0.01, 0.05),
  tool_failure_rate: rising(0.05, 0.2),
  guardrail_violation_rate: rising(0.02, 0.1),
  context_used_max: rising(0.8, 0.95),
  context_overflow_errors: any,
  unpriced_requests: any,
  partly_priced_requests: any,
  assumed_requests: any,
  agent_failures: any,
  unmatched_scores: any,
};

export const thresholdsOf = (id: MeasureId): Threshold[] => thresholds[id] ?? [{ value: null, color: 'text' }];

/** One color on every panel for what is no feature, model or provider: those have the color of their name. */
const colors: Record<string, string> = {
  'Latency p50': 'green',
  'Latency p95': 'orange',
  'Latency p99': 'red',
  'Input tokens': 'blue',
  'Output tokens': 'purple',
  'Cache read tokens': 'green',
  'Cache write tokens': 'yellow',
  'Reasoning tokens': 'orange',
  'Rate limit errors': 'orange',
  'Context overflow errors': 'purple',
  Timeouts: 'yellow',
  'Server errors': 'red',
  'Authentication errors': 'blue',
  'Content filter errors': 'green',
  'Other errors': 'dark-red',
  stop: 'green',
  length: 'orange',
  tool_calls: 'blue',
  content_filter: 'red',
  allow: 'green',
  deny: 'red',
};

export const colorsOf = (names: readonly string[]): { name: string; properties: DynamicConfigValue[] }[] =>
  names.flatMap((name) => {
    const fixedColor = colors[name];
    return fixedColor === undefined
      ? []
      : [{ name, properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }] }];
  });

/** Says why a panel is empty, and what to instrument. */
const reasons: Record<FactId, string> = {
  requests:
    'No model calls match the time range and the filters. A call is a span with gen_ai attributes, such as gen_ai.operation.name and gen_ai.request.model.',
  tools: 'No tool calls. Write a span with gen_ai.operation.name = execute_tool and gen_ai.tool.name for each.',
  agents: 'No agent runs. Write a span with gen_ai.operation.name = invoke_agent and gen_ai.agent.name around each.',
  guardrails:
    'No guardrail checks. Write a span with gen_ai.operation.name = apply_guardrail and gen_ai.guardrail.result.value for each.',
  spans: 'No gen_ai spans match the time range and the filters.',
  evaluations:
    'No scores. Emit a gen_ai.evaluation.result event with gen_ai.evaluation.name and gen_ai.evaluation.score.value for each.',
};

const without = (what: string, attributes: string): string =>
  `${what} in the time range. Write ${attributes} on the span of the call.`;

const streamed = without('No streamed calls', 'gen_ai.response.time_to_first_chunk');
const priced = without('No calls with a cost', 'the model and gen_ai.usage.input_tokens, or gen_ai.usage.cost');
const conversations = without('No conversations', 'gen_ai.conversation.id');
const cached = without('No cached input', 'gen_ai.usage.cache_read.input_tokens');
const tokens = without('No tokens', 'gen_ai.usage.input_tokens and gen_ai.usage.output_tokens');
const windows = without('No calls of models whose context window is known', 'gen_ai.usage.input_tokens');

const reasonsOfMeasures: Partial<Record<MeasureId, string>> = {
  ttft_p50: streamed,
  ttft_p95: streamed,
  slow_first_tokens: streamed,
  tpot_p95: streamed,
  cost: priced,
  cost_per_agent_run: reasons.agents,
  cost_per_request: priced,
  wasted_cost: priced,
  cost_per_conversation: conversations,
  conversations,
  turns_per_conversation: conversations,
  cache_hit_rate: cached,
  cache_read_tokens: cached,
  cache_savings: cached,
  input_tokens: tokens,
  output_tokens: tokens,
  tokens_per_request: tokens,
  context_used_p95: windows,
  context_used_max: windows,
  pass_rate:
    'No ratings. Emit a gen_ai.evaluation.result event with gen_ai.evaluation.score.label (pass or fail) for each.',
  tool_approval_wait_p95: 'No waits for an approval. Only the spans of Claude Code report them.',
};

export const reasonOf = (id: MeasureId): string => reasonsOfMeasures[id] ?? reasons[measures[id].fact];
