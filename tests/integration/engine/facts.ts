/** The rows of both facts, read from the collector's rows in memory. Like `reference.ts`, it shares no code with the compiler. */
import type { Attributes, LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';

export interface Rows {
  spans: SpanRow[];
  logs: LogRow[];
}

/** Milliseconds, half-open. `step` in seconds. */
export interface Range {
  from: number;
  to: number;
  step: number;
  lagSeconds?: number;
}

export interface FactRow {
  at: bigint;
  dimensions: Record<string, string>;
  failed: boolean;
  numbers: Record<string, number | null>;
  evaluation: string;
}

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
};

const ofRow: Record<string, string[]> = {
  provider: ['gen_ai.provider.name', 'gen_ai.system'],
  model: ['gen_ai.request.model', 'gen_ai.response.model'],
  operation: ['gen_ai.operation.name'],
  feature: ['app.feature', 'feature', 'gen_ai.workflow.name'],
  user_tier: ['app.user_tier', 'user.tier', 'user_tier'],
  team: ['app.team', 'team', 'team.name'],
  environment: ['deployment.environment.name', 'deployment.environment'],
  prompt: ['gen_ai.prompt.name'],
  prompt_version: ['gen_ai.prompt.version'],
};

const ofResource: Record<string, string[]> = {
  team: ['service.namespace'],
  environment: ['deployment.environment.name', 'deployment.environment'],
};

const first = (attributes: Attributes, keys: readonly string[] = []) =>
  keys.map((key) => attributes[key] ?? '').find((value) => value !== '') ?? '';

function number(text: string): number | null {
  const value = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : null;
}

const instants = new Map<string, bigint>();

/** Nanoseconds of `2026-03-29 00:47:13.571000000`. */
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

const spelled = (id: string, value: string) => (id === 'provider' ? (renamed[value] ?? value) : value);

/** '' where neither the attributes nor the resource say. */
function dimension(id: string, attributes: Attributes, resource: Attributes, service: string): string {
  return id === 'service' ? service : spelled(id, first(attributes, ofRow[id])) || first(resource, ofResource[id]);
}

const dimensions = [...Object.keys(ofRow), 'service'];

const named = (make: (id: string) => string) => Object.fromEntries(dimensions.map((id) => [id, make(id) || 'unknown']));

const kept = new WeakMap<Rows, FactRow[]>();

export function requests(rows: Rows): FactRow[] {
  const found = kept.get(rows) ?? requestsOf(rows);
  kept.set(rows, found);
  return found;
}

function requestsOf({ spans }: Rows): FactRow[] {
  return spans.flatMap((span) => {
    const a = span.SpanAttributes;
    const operation =
      a['gen_ai.operation.name'] || (a['gen_ai.tool.name'] ? 'execute_tool' : a['gen_ai.request.model'] ? 'chat' : '');
    const marked = ['gen_ai.operation.name', 'gen_ai.request.model', 'gen_ai.provider.name', 'gen_ai.system'].some(
      (key) => key in a
    );
    if (!marked || !['chat', 'text_completion', 'generate_content', 'embeddings'].includes(operation)) {
      return [];
    }
    return {
      at: instant(span.Timestamp),
      dimensions: named((id) => dimension(id, a, span.ResourceAttributes, span.ServiceName)),
      failed: ['Error', 'STATUS_CODE_ERROR'].includes(span.StatusCode) || first(a, ['error.type']) !== '',
      numbers: {
        input: number(first(a, ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'])),
        output: number(first(a, ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'])),
        cost: number(first(a, ['gen_ai.usage.cost', 'gen_ai.usage.total_cost', 'gen_ai.cost.total_cost'])) || null,
        seconds: span.Duration / 1e9,
        firstToken: number(first(a, ['gen_ai.response.time_to_first_chunk', 'gen_ai.server.time_to_first_token'])),
      },
      evaluation: '',
    };
  });
}

function evaluation(attributes: Attributes) {
  return {
    failed: false,
    numbers: { score: number(attributes['gen_ai.evaluation.score.value'] ?? '') },
    evaluation: attributes['gen_ai.evaluation.name'] || 'unknown',
  };
}

/** Scores at their own time; their spans begin at most `lag` before the range. */
export function scores({ spans, logs }: Rows, { from, to, lagSeconds = 3600 }: Range): FactRow[] {
  const earliest = BigInt(from - lagSeconds * 1000) * 1_000_000n;
  const known = spans.filter(
    (span) => instant(span.Timestamp) >= earliest && instant(span.Timestamp) < BigInt(to) * 1_000_000n
  );
  const byId = new Map(known.map((span) => [`${span.TraceId} ${span.SpanId}`, span]));
  const inSpans = known.flatMap((span) =>
    span['Events.Name'].flatMap((name, index) => {
      const own = evaluation(span['Events.Attributes'][index] ?? {});
      const labels = named((id) => dimension(id, span.SpanAttributes, span.ResourceAttributes, span.ServiceName));
      return name !== 'gen_ai.evaluation.result'
        ? []
        : [
            {
              at: instant(span['Events.Timestamp'][index] ?? ''),
              ...own,
              dimensions: { ...labels, evaluation: own.evaluation },
            },
          ];
    })
  );
  const inLogs = logs
    .filter(
      (log) =>
        log.EventName === 'gen_ai.evaluation.result' || log.LogAttributes['event.name'] === 'gen_ai.evaluation.result'
    )
    .map((log) => {
      const own = evaluation(log.LogAttributes);
      const span = byId.get(`${log.TraceId} ${log.SpanId}`);
      const labels = named(
        (id) =>
          dimension(id, log.LogAttributes, {}, '') ||
          (span ? dimension(id, span.SpanAttributes, span.ResourceAttributes, span.ServiceName) : '') ||
          dimension(id, {}, log.ResourceAttributes, log.ServiceName)
      );
      return { at: instant(log.Timestamp), ...own, dimensions: { ...labels, evaluation: own.evaluation } };
    });
  return [...inSpans, ...inLogs];
}
