/** Reads a span into canonical fields; the tests' rows use the conventions and OpenLLMetry's old ones. */
import type { Attributes, LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';

export interface Rows {
  spans: SpanRow[];
  logs: LogRow[];
}

export interface Canonical {
  marked: boolean;
  operation: string;
  failed: boolean;
  errorClass: string;
  texts: Record<string, string>;
  numbers: Record<string, number | null>;
  /** Tags by dimension, of the span itself and of its resource. */
  ownTags: Record<string, string>;
  resource: Record<string, string>;
}

/** The attributes of tags, by dimension. */
export const tags: Record<string, string[]> = {
  feature: ['app.feature', 'feature'],
  user_tier: ['app.user_tier', 'user.tier', 'user_tier', 'tier'],
  team: ['app.team', 'team', 'team.name'],
  customer: ['app.customer', 'customer.id', 'tenant.id'],
  repository: ['vcs.repository.url.full', 'vcs.repository.name'],
  user: ['user.id', 'enduser.id'],
  conversation: ['gen_ai.conversation.id', 'session.id'],
  environment: ['deployment.environment.name', 'deployment.environment'],
  prompt: ['gen_ai.prompt.name'],
  prompt_version: ['gen_ai.prompt.version'],
  agent: ['gen_ai.agent.name'],
  workflow: ['gen_ai.workflow.name'],
};

const ofResource: Record<string, string[]> = {
  team: ['service.namespace'],
  repository: ['vcs.repository.url.full', 'vcs.repository.name'],
  environment: ['deployment.environment.name', 'deployment.environment'],
};

const markers = [
  'gen_ai.operation.name',
  'gen_ai.request.model',
  'gen_ai.provider.name',
  'gen_ai.system',
  'gen_ai.tool.name',
  'gen_ai.response.model',
  'gen_ai.agent.name',
  'llm.request.type',
];

const renamed: Record<string, string> = {
  'az.ai.openai': 'azure.ai.openai',
  azure_openai: 'azure.ai.openai',
  'az.ai.inference': 'azure.ai.inference',
  bedrock: 'aws.bedrock',
  gemini: 'gcp.gemini',
  vertex_ai: 'gcp.vertex_ai',
  mistral: 'mistral_ai',
  xai: 'x_ai',
  'ibm.watson.ai': 'ibm.watsonx.ai',
  apply_guardrail: 'guardrail',
  completion: 'text_completion',
  embedding: 'embeddings',
  max_tokens: 'length',
  end_turn: 'stop',
};

const errorClasses: [string, RegExp][] = [
  ['rate_limit', /429|rate limit/],
  ['content_filter', /content_filter/],
  ['timeout', /timeout|timed out|deadline/],
  ['server', /\b500\b/],
];

export const first = (attributes: Attributes, keys: readonly string[] = []) =>
  keys.map((key) => attributes[key] ?? '').find((value) => value !== '') ?? '';

export function number(text: string): number | null {
  const value = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** Reads a count, which is missing if it is negative or implausibly large. */
function count(text: string): number | null {
  const value = number(text);
  return value !== null && value >= 0 && value <= 1e9 ? value : null;
}

const spelled = (value: string) => renamed[value.toLowerCase()] ?? value;

const instants = new Map<string, bigint>();

/** Converts `2026-03-29 00:47:13.571000000` to nanoseconds. */
export function instant(timestamp: string): bigint {
  const known = instants.get(timestamp);
  if (known !== undefined) {
    return known;
  }
  const [whole = '', fraction = ''] = timestamp.split('.');
  const found = BigInt(Date.parse(`${whole.replace(' ', 'T')}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
  instants.set(timestamp, found);
  return found;
}

const each = (keys: Record<string, string[]>, attributes: Attributes) =>
  Object.fromEntries(Object.entries(keys).map(([id, list]) => [id, first(attributes, list)]));

/** Reads `["stop"]` as stop. */
const finishReason = (text: string) => spelled(/([A-Za-z_-]+)[^A-Za-z_-]*$/.exec(text)?.[1] ?? '');

function instrumentation(scope: string, attributes: Attributes): string {
  return scope.startsWith('opentelemetry.instrumentation.genai')
    ? 'otel-genai'
    : scope.startsWith('opentelemetry.instrumentation.anthropic') || 'llm.request.type' in attributes
      ? 'openllmetry'
      : '';
}

export function readSpan(span: Partial<SpanRow> & Pick<SpanRow, 'SpanAttributes'>): Canonical {
  const a = span.SpanAttributes;
  const requestModel = first(a, ['gen_ai.request.model']);
  const responseModel = first(a, ['gen_ai.response.model']);
  const errorType = first(a, ['error.type', 'exception.type']);
  const tool = first(a, ['gen_ai.tool.name']);
  const named = first(a, ['llm.request.type', 'gen_ai.operation.name']);
  const numbers = tokens(a);
  return {
    marked: markers.some((key) => key in a),
    operation: named ? spelled(named) : requestModel || responseModel ? 'chat' : tool ? 'execute_tool' : '',
    failed:
      ['Error', 'STATUS_CODE_ERROR'].includes(span.StatusCode ?? '') ||
      errorType !== '' ||
      (span['Events.Name'] ?? []).includes('exception'),
    errorClass:
      errorClasses.find(([, pattern]) => pattern.test(`${errorType} ${span.StatusMessage}`.toLowerCase()))?.[0] ??
      'other',
    texts: {
      provider: spelled(first(a, ['gen_ai.provider.name', 'gen_ai.system'])),
      requestModel,
      responseModel,
      tool: tool || (span.SpanName ?? ''),
      finish_reason: finishReason(first(a, ['gen_ai.response.finish_reasons'])),
      service_tier: '',
      verdict: first(a, ['gen_ai.guardrail.result.value']),
      instrumentation: instrumentation(span.ScopeName ?? '', a),
    },
    numbers: {
      ...numbers,
      total:
        numbers['input'] === null && numbers['output'] === null
          ? null
          : (numbers['input'] ?? 0) + (numbers['output'] ?? 0),
      reported: number(first(a, ['gen_ai.usage.cost', 'gen_ai.usage.total_cost', 'gen_ai.cost.total_cost'])),
      seconds: (span.Duration ?? 0) / 1e9,
      firstToken: number(first(a, ['gen_ai.response.time_to_first_chunk', 'gen_ai.server.time_to_first_token'])),
    },
    ownTags: each(tags, a),
    resource: each(ofResource, span.ResourceAttributes ?? {}),
  };
}

/** Reads tokens; the input includes cached tokens, unless it is smaller than they are. */
function tokens(a: Attributes): Record<string, number | null> {
  const input = count(first(a, ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens']));
  const cacheRead = count(first(a, ['gen_ai.usage.cache_read.input_tokens']));
  const cacheWrite = count(first(a, ['gen_ai.usage.cache_creation.input_tokens']));
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  return {
    input: input === null ? null : input < cached ? input + cached : input,
    output: count(first(a, ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'])),
    cacheRead,
    cacheWrite,
    reasoning: count(first(a, ['gen_ai.usage.reasoning.output_tokens'])),
  };
}
