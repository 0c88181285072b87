import type { Attributes, SpanRow } from '../../../../tools/demo/data/rows.ts';
import { refused, tags, threw, type Written } from '../call.ts';

/** What Grafana's SDKs write for a call that the provider refused: only the category says why. */
const refusedByCategory: Partial<SpanRow> = {
  StatusCode: 'Error',
  StatusMessage: 'provider call failed',
  SpanAttributes: { 'error.type': 'provider_call_error', 'error.category': 'rate_limit' },
};

const agento11y = (scope: string, operation: string, usage: Attributes): Written['span'] => ({
  ScopeName: scope,
  SpanName: `${operation} claude-sonnet-4-5`,
  SpanAttributes: {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': 'claude-sonnet-4-5',
    'gen_ai.conversation.id': 'conv-1',
    'user.id': 'user-1',
    'agento11y.tag.feature': 'search',
    'agento11y.generation.id': 'gen_96e98ad824005b77',
    'gen_ai.usage.output_tokens': '200',
    'gen_ai.usage.cache_read_input_tokens': '300',
    ...usage,
  },
});

/** Calls of platforms that have their own instrumentation, with their own kinds of spans and names. */
export const platforms: readonly Written[] = [
  {
    dialect: 'agento11y',
    variant: 'input that holds the cache',
    span: agento11y('github.com/grafana/sigil/sdks/python', 'generateText', {
      'gen_ai.usage.input_tokens': '1000',
      'gen_ai.token.semantics': 'inclusive',
    }),
    failed: refusedByCategory,
    differs: { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  },
  {
    dialect: 'agento11y',
    variant: "the provider's own usage",
    span: agento11y('github.com/grafana/agento11y/sdks/java', 'streamText', { 'gen_ai.usage.input_tokens': '700' }),
    around: [
      {
        ScopeName: 'github.com/grafana/sigil/sdks/js/frameworks',
        SpanName: 'answer',
        SpanAttributes: { 'gen_ai.operation.name': 'framework_chain', 'agento11y.framework.run_type': 'chain' },
      },
    ],
    failed: refusedByCategory,
    differs: { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  },
  {
    dialect: 'agento11y',
    variant: 'a coding agent',
    span: agento11y('agento11y.codex', 'generateText', {
      'gen_ai.usage.input_tokens': '1000',
      'gen_ai.token.semantics': 'inclusive',
      'gen_ai.provider.name': 'vertex',
    }),
    failed: refusedByCategory,
    differs: { provider: 'gcp.vertex_ai', model: 'claude-sonnet-4-5' },
  },
  {
    dialect: 'agento11y',
    variant: 'embeddings',
    span: {
      ScopeName: 'github.com/grafana/sigil-sdk/go/sigil',
      SpanName: 'embeddings text-embedding-3-small',
      SpanAttributes: {
        'gen_ai.operation.name': 'embeddings',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'text-embedding-3-small',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.conversation.id': 'conv-1',
        'user.id': 'user-1',
        'agento11y.tag.feature': 'search',
      },
    },
    failed: refusedByCategory,
    differs: {
      model: 'text-embedding-3-small',
      operation: 'embeddings',
      output_tokens: null,
      cache_read_tokens: null,
    },
  },
  {
    dialect: 'mlflow',
    span: {
      ScopeName: 'mlflow.openai._openai_autolog',
      SpanName: 'Completions',
      SpanAttributes: {
        'mlflow.spanType': '"CHAT_MODEL"',
        'mlflow.llm.model': '"gpt-4o-2024-08-06"',
        'mlflow.llm.provider': '"openai"',
        'mlflow.spanInputs': '{"messages": [{"role": "user", "content": "hi"}], "model": "gpt-4o"}',
        'mlflow.chat.tokenUsage': '{"input_tokens": 1000, "output_tokens": 200, "cache_read_input_tokens": 300}',
        ...tags(),
      },
    },
    around: [
      {
        ScopeName: 'mlflow.tracing.fluent',
        SpanName: 'answer',
        SpanAttributes: {
          'mlflow.spanType': '"UNKNOWN"',
          'mlflow.spanInputs': '{"question": "hi", "model": "gpt-4o"}',
        },
      },
    ],
    failed: { ...refused, ...threw('RateLimitError') },
  },
  {
    dialect: 'mlflow',
    variant: 'before 3.6',
    span: {
      ScopeName: 'mlflow.openai._openai_autolog',
      SpanName: 'Completions',
      SpanAttributes: {
        'mlflow.spanType': '"CHAT_MODEL"',
        'mlflow.spanInputs': '{"messages": [], "model": "gpt-4o"}',
        'mlflow.chat.tokenUsage': '{"input_tokens": 1000, "output_tokens": 200, "total_tokens": 1200}',
        ...tags(),
      },
    },
    failed: refused,
    differs: { provider: 'unknown', cache_read_tokens: null },
  },
  {
    dialect: 'mlflow',
    variant: 'embeddings',
    span: {
      ScopeName: 'mlflow.tracing.provider',
      SpanName: 'Embeddings',
      SpanAttributes: {
        'mlflow.spanType': '"EMBEDDING"',
        'mlflow.spanInputs': '{"model": "text-embedding-3-small", "input": "hi"}',
        'mlflow.llm.model': '"text-embedding-3-small"',
        'mlflow.spanOutputs': '{"data": [], "usage": {"prompt_tokens": 1000, "total_tokens": 1000}}',
        ...tags(),
      },
    },
    failed: { ...refused, SpanAttributes: { 'mlflow.spanOutputs': '' } },
    differs: {
      provider: 'unknown',
      model: 'text-embedding-3-small',
      operation: 'embeddings',
      output_tokens: null,
      cache_read_tokens: null,
    },
  },
  {
    dialect: 'braintrust',
    span: {
      ScopeName: 'braintrust',
      SpanName: 'openai.chat.completions.create',
      SpanAttributes: {
        'braintrust.span_attributes': '{"type":"llm"}',
        'braintrust.metadata': '{"endpoint":"/v1/chat/completions","model":"gpt-4o","provider":"openai"}',
        'braintrust.metrics':
          '{"completion_tokens":200,"prompt_cached_tokens":300,"prompt_tokens":1000,"time_to_first_token":0.4,"tokens":1200}',
        ...tags(),
      },
    },
    around: [
      {
        ScopeName: 'braintrust',
        SpanName: 'task',
        SpanAttributes: { 'braintrust.span_attributes': '{"name":"task","type":"task"}' },
      },
    ],
    failed: { ...refused, SpanAttributes: { 'braintrust.metrics': '' } },
  },
  {
    dialect: 'voltagent',
    span: {
      ScopeName: '@voltagent/core',
      SpanName: 'llm:generateText',
      SpanKind: 'Client',
      SpanAttributes: {
        'span.type': 'llm',
        'entity.type': 'agent',
        'llm.operation': 'generateText',
        'llm.model': 'gpt-4o',
        'llm.provider': 'openai',
        'llm.usage.prompt_tokens': '1000',
        'llm.usage.completion_tokens': '200',
        'llm.usage.cached_tokens': '300',
        'conversation.id': 'conv-1',
        'user.id': 'user-1',
      },
    },
    around: [
      {
        ScopeName: '@voltagent/core',
        SpanName: 'support',
        SpanAttributes: {
          'entity.type': 'agent',
          'agent.context': '{"feature":"search"}',
          'ai.model.name': 'gpt-4o',
          'usage.prompt_tokens': '1000',
          'usage.completion_tokens': '200',
        },
      },
    ],
    failed: { ...refused, ...threw('AI_APICallError'), SpanAttributes: { 'app.feature': 'search' } },
  },
  {
    dialect: 'agentops',
    span: {
      ScopeName: 'agentops.instrumentation.providers.openai',
      SpanName: 'openai.chat.completion',
      SpanAttributes: {
        'agentops.span.kind': 'client',
        'gen_ai.request.type': 'chat',
        'gen_ai.system': 'OpenAI',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.request.streaming': 'false',
        'gen_ai.usage.prompt_tokens': '1000',
        'gen_ai.usage.completion_tokens': '200',
        'gen_ai.usage.cache_read_input_tokens': '300',
        ...tags(),
      },
    },
    around: [
      {
        ScopeName: 'agentops',
        SpanName: 'default.session',
        SpanAttributes: { 'agentops.span.kind': 'session' },
      },
    ],
    failed: { ...refused, ...threw('RateLimitError') },
  },
  {
    dialect: 'aliyun',
    span: {
      ScopeName: 'dify',
      SpanName: 'llm',
      SpanAttributes: {
        'gen_ai.span.kind': 'LLM',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.session.id': 'conv-1',
        'gen_ai.user.id': 'user-1',
        'app.feature': 'search',
      },
    },
    around: [
      { ScopeName: 'dify', SpanName: 'message', SpanAttributes: { 'gen_ai.span.kind': 'CHAIN', 'input.value': 'hi' } },
    ],
    failed: refused,
    differs: { cache_read_tokens: null },
  },
  {
    dialect: 'livekit',
    span: {
      ScopeName: 'livekit-agents',
      SpanName: 'llm_request',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'lk.response.ttft': '0.4',
        ...tags(),
      },
    },
    failed: { ...refused, ...threw('APIStatusError') },
    differs: { cache_read_tokens: null },
  },
  {
    dialect: 'judgeval',
    span: {
      ScopeName: 'judgeval',
      SpanName: 'OPENAI_API_CALL',
      SpanAttributes: {
        'judgment.span_kind': 'llm',
        'judgment.llm.provider': 'openai',
        'judgment.llm.model': 'gpt-4o',
        'judgment.usage.non_cached_input_tokens': '700',
        'judgment.usage.cache_read_input_tokens': '300',
        'judgment.usage.output_tokens': '200',
        'judgment.session_id': 'conv-1',
        'user.id': 'user-1',
        'app.feature': 'search',
      },
    },
    failed: { ...refused, ...threw('RateLimitError') },
  },
];
