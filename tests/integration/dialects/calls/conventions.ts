import { refused, tags, threw, type Written } from '../call.ts';

const usage = {
  'gen_ai.usage.input_tokens': '1000',
  'gen_ai.usage.output_tokens': '200',
  'gen_ai.usage.cache_read.input_tokens': '300',
};

const current = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
};

/** Calls of instrumentations that write the semantic conventions, in one of their versions. */
export const conventions: readonly Written[] = [
  {
    dialect: 'otel-genai',
    span: {
      ScopeName: 'opentelemetry.instrumentation.genai.openai',
      SpanName: 'chat gpt-4o',
      SpanAttributes: { ...current, ...usage, ...tags() },
    },
    failed: { ...refused, StatusMessage: '', ...threw('openai.RateLimitError') },
  },
  {
    dialect: 'otel-genai',
    variant: 'before 1.27',
    span: {
      ScopeName: 'opentelemetry.instrumentation.openai_v2',
      SpanName: 'chat gpt-4o',
      SpanAttributes: {
        'gen_ai.system': 'openai',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.prompt_tokens': '1000',
        'gen_ai.usage.completion_tokens': '200',
        ...tags(),
      },
    },
    failed: refused,
    differs: { cache_read_tokens: null },
  },
  {
    dialect: '',
    variant: 'by hand',
    span: {
      ScopeName: 'shop.assistant',
      SpanName: 'llm.chat',
      SpanAttributes: {
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        ...tags(),
      },
    },
    failed: refused,
    differs: { cache_read_tokens: null },
  },
  {
    dialect: 'agent-framework',
    span: {
      ScopeName: 'agent_framework',
      SpanName: 'chat gpt-4o',
      SpanAttributes: { ...current, ...usage, 'gen_ai.operation.name': 'chat.completions', ...tags() },
    },
    around: [
      {
        ScopeName: 'agent_framework',
        SpanName: 'invoke_agent support',
        SpanAttributes: { ...current, ...usage, 'gen_ai.operation.name': 'invoke_agent' },
      },
    ],
    failed: { ...refused, ...threw('ChatClientException') },
  },
  {
    dialect: 'semantic-kernel',
    span: {
      ScopeName: 'semantic_kernel.utils.telemetry.model_diagnostics.decorators',
      SpanName: 'chat gpt-4o',
      SpanKind: 'Internal',
      SpanAttributes: { ...current, ...usage, ...tags() },
    },
    failed: refused,
  },
  {
    dialect: '',
    variant: 'a stream, an operation of its own',
    span: {
      ScopeName: 'rig::completions',
      SpanName: 'chat_streaming',
      SpanAttributes: { ...current, ...usage, 'gen_ai.operation.name': 'chat_streaming', ...tags() },
    },
    failed: refused,
  },
  {
    dialect: 'semantic-kernel',
    variant: 'of 2024',
    span: {
      ScopeName: 'semantic_kernel.utils.telemetry.model_diagnostics.decorators',
      SpanName: 'chat.completions gpt-4o',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat.completions',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.prompt_tokens': '1000',
        'gen_ai.response.completion_tokens': '200',
        ...tags(),
      },
    },
    failed: { ...refused, SpanAttributes: { 'error.type': "<class 'openai.RateLimitError'>" } },
    differs: { cache_read_tokens: null },
  },
  {
    dialect: 'strands',
    span: {
      ScopeName: 'strands.telemetry.tracer',
      SpanName: 'chat',
      SpanAttributes: {
        'event_loop.cycle_id': '1',
        'gen_ai.system': 'strands-agents',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.prompt_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.completion_tokens': '200',
        'gen_ai.usage.cache_read_input_tokens': '300',
        ...tags(),
      },
    },
    failed: { ...refused, ...threw('ModelThrottledException') },
    differs: { provider: 'strands-agents' },
  },
  {
    dialect: 'pydantic-ai',
    span: {
      ScopeName: 'pydantic-ai',
      SpanName: 'chat gpt-4o',
      SpanAttributes: {
        ...current,
        'logfire.span_type': 'span',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.details.cache_read_tokens': '300',
        ...tags(),
      },
    },
    failed: { ...refused, ...threw('ModelRateLimitError') },
  },
  {
    dialect: 'botocore',
    span: {
      ScopeName: 'opentelemetry.instrumentation.botocore.bedrock-runtime',
      SpanName: 'chat us.anthropic.claude-sonnet-4-5-v1:0',
      SpanAttributes: {
        'gen_ai.system': 'aws.bedrock',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'us.anthropic.claude-sonnet-4-5-v1:0',
        'gen_ai.usage.input_tokens': '700',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.cache_read.input_tokens': '300',
        ...tags(),
      },
    },
    failed: { ...refused, StatusMessage: '', ...threw('ThrottlingException') },
    differs: { provider: 'aws.bedrock', model: 'us.anthropic.claude-sonnet-4-5-v1:0' },
  },
  {
    dialect: 'provider-sdk',
    span: {
      ScopeName: 'com.openai.sdk.python',
      SpanName: 'openai.chat.completions.create',
      SpanAttributes: { ...current, ...usage, ...tags() },
    },
    failed: refused,
  },
  {
    dialect: 'openlit',
    span: {
      ScopeName: 'openlit.instrumentation.anthropic',
      SpanName: 'chat claude-sonnet-4-5',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.request.model': 'claude-sonnet-4-5',
        'gen_ai.usage.input_tokens': '700',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.cache_read.input_tokens': '300',
        ...tags(),
      },
    },
    failed: { ...refused, ...threw('RateLimitError') },
    differs: { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  },
];
