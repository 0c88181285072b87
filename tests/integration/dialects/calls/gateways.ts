import { refused, tags, threw, type Written } from '../call.ts';

/** Gateways, and tools that write their own kinds of spans. */
export const gateways: readonly Written[] = [
  {
    dialect: 'litellm',
    variant: 'v1',
    span: {
      ScopeName: 'litellm',
      SpanName: 'litellm_request',
      SpanAttributes: {
        'gen_ai.operation.name': 'acompletion',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'metadata.usage_object':
          "{'prompt_tokens': 1000, 'completion_tokens': 200, 'prompt_tokens_details': {'cached_tokens': 300}}",
        'metadata.user_api_key_end_user_id': 'user-1',
        'metadata.requester_metadata': '{"app.feature": "search", "session_id": "conv-1"}',
      },
    },
    failed: { ...refused, SpanAttributes: { 'error.code': '429', 'error.type': 'RateLimitError' } },
  },
  {
    dialect: 'litellm',
    variant: 'v2',
    span: {
      ScopeName: 'litellm',
      SpanName: 'chat gpt-4o',
      SpanAttributes: {
        'litellm.call_id': 'c-1',
        'litellm.provider.model': 'gpt-4o',
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.cache_read.input_tokens': '300',
        'litellm.end_user.id': 'user-1',
        'litellm.metadata.app.feature': 'search',
        'litellm.metadata.session_id': 'conv-1',
      },
    },
    failed: { ...refused, SpanAttributes: { 'error.type': 'RateLimitError' } },
  },
  {
    dialect: 'claude-code',
    span: {
      ScopeName: 'com.anthropic.claude_code.tracing',
      SpanName: 'claude_code.llm_request',
      SpanAttributes: {
        'span.type': 'llm_request',
        model: 'claude-sonnet-4-5',
        input_tokens: '700',
        cache_read_tokens: '300',
        output_tokens: '200',
        stop_reason: 'end_turn',
        ...tags(),
      },
    },
    around: [
      {
        ScopeName: 'com.anthropic.claude_code.tracing',
        SpanName: 'claude_code.interaction',
        SpanAttributes: { 'span.type': 'interaction', user_prompt: 'hello' },
      },
    ],
    failed: refused,
    differs: { provider: 'unknown', model: 'claude-sonnet-4-5' },
  },
  {
    dialect: 'weave',
    span: {
      ScopeName: 'weave',
      SpanName: 'openai.chat.completions.create',
      SpanAttributes: {
        'weave.span.kind': 'llm',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.cache_read.input_tokens': '300',
        'wandb.thread_id': 'conv-1',
        'wandb.attributes': '{"app.feature": "search", "user.id": "user-1"}',
      },
    },
    failed: { ...refused, ...threw('RateLimitError') },
  },
  {
    dialect: 'vllm',
    span: {
      ScopeName: 'vllm.llm_engine',
      SpanName: 'llm_request',
      SpanKind: 'Server',
      SpanAttributes: {
        'gen_ai.response.model': 'gpt-4o',
        'gen_ai.request.id': 'chatcmpl-1',
        'gen_ai.usage.prompt_tokens': '1000',
        'gen_ai.usage.completion_tokens': '200',
        'gen_ai.latency.time_to_first_token': '0.4',
        'gen_ai.latency.e2e': '1.5',
        ...tags(),
      },
    },
    failed: refused,
    differs: { provider: 'unknown', cache_read_tokens: null },
  },
  {
    dialect: 'openrouter',
    span: {
      ScopeName: '',
      SpanName: 'LLM Generation',
      SpanAttributes: {
        'span.type': 'generation',
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.id': 'gen-1',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.input_tokens.cached': '300',
        'gen_ai.usage.output_tokens.reasoning': '64',
        'session.id': 'conv-1',
        'user.id': 'user-1',
        'trace.metadata.feature': 'search',
        'trace.metadata.openrouter.source': 'openrouter',
        'trace.metadata.openrouter.first_token_ms': '400',
      },
    },
    failed: refused,
  },
];
