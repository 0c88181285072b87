/**
 * The same traffic for every layout, independent of any layout. Times are in whole epoch milliseconds, because
 * some tables are not more precise.
 */
export interface Span {
  traceId: string;
  spanId: string;
  parentId: string;
  at: number;
  milliseconds: number;
  operation: 'chat' | 'embeddings' | 'execute_tool' | 'invoke_agent';
  name: string;
  service: string;
  environment: string;
  namespace: string;
  /** '' and null for missing values. */
  provider: string;
  model: string;
  inputTokens: number | null;
  cacheReadTokens: number | null;
  cacheWriteTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  cost: number | null;
  firstTokenMilliseconds: number | null;
  finishReason: string;
  errorType: string;
  errorMessage: string;
  toolName: string;
  agentName: string;
  promptName: string;
  promptVersion: string;
  feature: string;
  team: string;
  tier: string;
  user: string;
  conversation: string;
  variant: string;
  scores: Score[];
}

export interface Score {
  at: number;
  name: string;
  value: number | null;
  label: string;
  evaluator: string;
  /** Whether it was given long after the call. */
  late: boolean;
}

export const from = Date.UTC(2026, 2, 10, 10, 0);
export const to = from + 2 * 3_600_000;

/** Mulberry32: the same numbers on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const models = [
  ['openai', 'gpt-4o-mini'],
  ['openai', 'gpt-5'],
  ['anthropic', 'claude-sonnet-4-5'],
] as const;

const failures = [
  ['RateLimitError', 'Rate limit reached'],
  ['APITimeoutError', 'Request timed out.'],
  ['BadRequestError', 'maximum context length is 128000 tokens'],
] as const;

/** Generates a hundred traces, each with an agent, two or three model calls below it, and their tools; a few are outside the window. */
export function traffic(): Span[] {
  const random = generator(7);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const id = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  const spans: Span[] = [];
  for (let trace = 0; trace < 100; trace++) {
    const start = from - 300_000 + Math.floor(random() * (to - from + 600_000));
    const traceId = id(32);
    const tags = {
      feature: pick(['search', 'chat', 'summary']),
      team: pick(['core', 'growth']),
      tier: pick(['free', 'pro', 'enterprise']),
      user: `user-${Math.floor(random() * 12)}`,
      conversation: `conversation-${trace}`,
      variant: pick(['a', 'b']),
      promptName: 'answer',
      promptVersion: pick(['1', '2']),
    };
    const silent = { ...tags, feature: '', team: '', tier: '', user: '', conversation: '' };
    // Every third trace has its tags only on the root.
    const ofCalls = trace % 3 === 0 ? silent : tags;
    const common = {
      traceId,
      service: pick(['api', 'worker']),
      environment: pick(['production', 'production', 'staging', 'test']),
      namespace: pick(['web', 'batch']),
    };
    const root: Span = { ...empty, ...common, ...tags, spanId: id(16), at: start, operation: 'invoke_agent' };
    root.agentName = pick(['planner', 'helper']);
    root.name = `invoke_agent ${root.agentName}`;
    root.milliseconds = 60_000;
    spans.push(root);
    const calls = 2 + Math.floor(random() * 2);
    for (let index = 0; index < calls; index++) {
      const [provider, model] = pick(models);
      const at = start + 1 + Math.floor(random() * 20_000);
      const isError = random() < 0.12;
      const embeds = !isError && random() < 0.15;
      const call: Span = {
        ...empty,
        ...common,
        ...ofCalls,
        spanId: id(16),
        parentId: root.spanId,
        at,
        provider,
        model,
        operation: embeds ? 'embeddings' : 'chat',
        milliseconds: 200 + Math.floor(random() * 9000),
      };
      call.name = `${call.operation} ${model}`;
      if (isError) {
        [call.errorType, call.errorMessage] = pick(failures);
      } else {
        fill(call, random, pick);
      }
      spans.push(call);
      if (!isError && random() < 0.4) {
        const failed = random() < 0.2;
        spans.push({
          ...empty,
          ...common,
          ...ofCalls,
          ...{ promptName: '', promptVersion: '' },
          spanId: id(16),
          parentId: root.spanId,
          at: at + call.milliseconds,
          milliseconds: 20 + Math.floor(random() * 800),
          operation: 'execute_tool',
          toolName: pick(['browse', 'query_orders']),
          ...(failed ? { errorType: 'ToolError', errorMessage: 'no such order' } : {}),
        });
        const tool = spans[spans.length - 1] as Span;
        tool.name = `execute_tool ${tool.toolName}`;
      }
    }
  }
  return spans;
}

function fill(call: Span, random: () => number, pick: <T>(values: readonly T[]) => T): void {
  const chats = call.operation === 'chat';
  call.inputTokens = 50 + Math.floor(random() * 4000);
  call.cost = Math.round(random() * 1e6) / 1e8;
  if (chats) {
    call.outputTokens = 10 + Math.floor(random() * 600);
    call.reasoningTokens = random() < 0.3 ? Math.floor(call.outputTokens / 2) : null;
    call.finishReason = pick(['stop', 'stop', 'stop', 'length', 'tool_calls']);
    call.firstTokenMilliseconds = random() < 0.5 ? 50 + Math.floor(random() * 140) : null;
    if (random() < 0.5) {
      call.cacheReadTokens = Math.floor(call.inputTokens * 0.6);
      call.cacheWriteTokens = Math.floor(call.inputTokens * 0.2);
    }
  }
  if (chats && random() < 0.6) {
    const late = random() < 0.5;
    const at = call.at + call.milliseconds + (late ? 90_000 : 1);
    call.scores.push(
      { at, late, name: 'faithfulness', value: Math.round(random() * 100) / 100, label: '', evaluator: 'EVAL' },
      { at, late, name: 'relevance', value: null, label: pick(['pass', 'fail']), evaluator: 'ANNOTATION' }
    );
  }
}

const empty = {
  parentId: '',
  name: '',
  provider: '',
  model: '',
  inputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  cost: null,
  firstTokenMilliseconds: null,
  finishReason: '',
  errorType: '',
  errorMessage: '',
  toolName: '',
  agentName: '',
  promptName: '',
  promptVersion: '',
  milliseconds: 0,
  get scores(): Score[] {
    return [];
  },
};
