import { refused, tags, threw, type Written } from '../call.ts';

/** Calls of frameworks that use their own names, in addition to the conventions' or instead of them. */
export const frameworks: readonly Written[] = [
  {
    dialect: 'openllmetry',
    variant: '0.4',
    span: {
      ScopeName: 'opentelemetry.instrumentation.openai.v1',
      SpanName: 'openai.chat',
      SpanAttributes: {
        'llm.request.type': 'chat',
        'gen_ai.system': 'OpenAI',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.prompt_tokens': '1000',
        'gen_ai.usage.completion_tokens': '200',
        'llm.usage.total_tokens': '1200',
        'gen_ai.usage.cache_read_input_tokens': '300',
        ...tags('traceloop.association.properties.', {
          feature: 'app.feature',
          conversation: 'session_id',
          user: 'user_id',
        }),
      },
    },
    failed: refused,
  },
  {
    dialect: 'openllmetry',
    variant: 'of Laminar',
    span: {
      ScopeName: 'opentelemetry.instrumentation.openai.v1',
      SpanName: 'openai.chat',
      SpanAttributes: {
        'llm.request.type': 'chat',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.prompt_tokens': '1000',
        'gen_ai.usage.completion_tokens': '200',
        'gen_ai.usage.cache_read_input_tokens': '300',
        ...tags('lmnr.association.properties.', {
          feature: 'metadata.app.feature',
          conversation: 'session_id',
          user: 'user_id',
        }),
      },
    },
    failed: { ...refused, ...threw('RateLimitError') },
  },
  {
    dialect: 'openlit',
    variant: 'frameworks',
    span: {
      ScopeName: 'openlit.instrumentation.litellm',
      SpanName: 'chat claude-sonnet-4-5',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'litellm',
        'gen_ai.request.model': 'claude-sonnet-4-5',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.cache_read.input_tokens': '300',
        ...tags(),
      },
    },
    failed: { ...refused, ...threw('RateLimitError') },
    differs: { provider: 'litellm', model: 'claude-sonnet-4-5' },
  },
  {
    dialect: 'openlit',
    variant: 'of Gemini',
    span: {
      ScopeName: 'openlit.instrumentation.google_ai_studio',
      SpanName: 'chat gemini-2.5-flash',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'gemini',
        'gen_ai.request.model': 'gemini-2.5-flash',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '150',
        'gen_ai.usage.reasoning_tokens': '50',
        'gen_ai.usage.cache_read.input_tokens': '300',
        ...tags(),
      },
    },
    failed: refused,
    differs: { provider: 'gcp.gemini', model: 'gemini-2.5-flash' },
  },
  {
    dialect: 'openllmetry',
    variant: 'Bedrock',
    span: {
      ScopeName: 'opentelemetry.instrumentation.bedrock',
      SpanName: 'chat claude-3-5-sonnet-20241022-v2:0',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'aws.bedrock',
        'gen_ai.request.model': 'claude-3-5-sonnet-20241022-v2:0',
        'gen_ai.usage.input_tokens': '700',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.cache_read.input_tokens': '300',
        ...tags('traceloop.association.properties.'),
      },
    },
    failed: refused,
    differs: { provider: 'aws.bedrock', model: 'claude-3-5-sonnet-20241022-v2:0' },
  },
  {
    dialect: 'openllmetry-js',
    span: {
      ScopeName: '@traceloop/instrumentation-anthropic',
      SpanName: 'anthropic.chat',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.request.model': 'claude-sonnet-4-5',
        'gen_ai.usage.input_tokens': '700',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.cache_read_input_tokens': '300',
        ...tags('traceloop.association.properties.'),
      },
    },
    failed: { ...refused, ...threw('RateLimitError') },
    differs: { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  },
  {
    dialect: 'openinference',
    span: {
      ScopeName: 'openinference.instrumentation.openai',
      SpanName: 'ChatCompletion',
      SpanAttributes: {
        'openinference.span.kind': 'LLM',
        'llm.system': 'openai',
        'llm.model_name': 'gpt-4o-2024-08-06',
        'llm.invocation_parameters': '{"model": "gpt-4o", "temperature": 0}',
        'llm.token_count.prompt': '1000',
        'llm.token_count.completion': '200',
        'llm.token_count.prompt_details.cache_read': '300',
        'session.id': 'conv-1',
        'user.id': 'user-1',
        metadata: '{"app.feature": "search"}',
      },
    },
    failed: { ...refused, ...threw('RateLimitError') },
  },
  {
    dialect: 'vercel-ai',
    variant: 'before 7',
    span: {
      ScopeName: 'ai',
      SpanName: 'ai.generateText.doGenerate',
      SpanAttributes: {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.model.provider': 'openai.chat',
        'ai.model.id': 'gpt-4o',
        'ai.usage.promptTokens': '1000',
        'ai.usage.completionTokens': '200',
        'ai.usage.cachedInputTokens': '300',
        ...tags('ai.telemetry.metadata.', { feature: 'app.feature', conversation: 'sessionId', user: 'userId' }),
      },
    },
    around: [
      {
        ScopeName: 'ai',
        SpanName: 'ai.generateText',
        SpanAttributes: {
          'ai.operationId': 'ai.generateText',
          'ai.model.id': 'gpt-4o',
          'ai.usage.promptTokens': '1000',
          'ai.usage.completionTokens': '200',
        },
      },
    ],
    failed: { ...refused, ...threw('AI_APICallError') },
  },
  {
    dialect: 'vercel-ai',
    variant: '6, which adds what is cached',
    span: {
      ScopeName: 'ai',
      SpanName: 'ai.generateText.doGenerate',
      SpanAttributes: {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.model.provider': 'anthropic.messages',
        'ai.model.id': 'claude-sonnet-4-5',
        'ai.usage.inputTokens': '1000',
        'ai.usage.inputTokenDetails.noCacheTokens': '700',
        'ai.usage.inputTokenDetails.cacheReadTokens': '300',
        'ai.usage.outputTokens': '200',
        ...tags('ai.telemetry.metadata.'),
      },
    },
    failed: { ...refused, ...threw('AI_APICallError') },
    differs: { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  },
  {
    dialect: 'vercel-ai',
    variant: 'before 6, what only the provider says',
    span: {
      ScopeName: 'ai',
      SpanName: 'ai.generateText.doGenerate',
      SpanAttributes: {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.model.provider': 'anthropic.messages',
        'ai.model.id': 'claude-sonnet-4-5',
        'ai.usage.promptTokens': '600',
        'ai.usage.completionTokens': '200',
        'ai.response.providerMetadata':
          '{"anthropic":{"usage":{"input_tokens":600,"output_tokens":200,"cache_creation_input_tokens":100,"cache_read_input_tokens":300}}}',
        ...tags('ai.telemetry.metadata.'),
      },
    },
    failed: { ...refused, ...threw('AI_APICallError'), SpanAttributes: { 'ai.response.providerMetadata': '' } },
    differs: { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  },
  {
    dialect: 'langfuse',
    span: {
      ScopeName: 'langfuse-sdk',
      SpanName: 'OpenAI-generation',
      SpanAttributes: {
        'langfuse.observation.type': 'generation',
        'langfuse.observation.model.name': 'gpt-4o',
        'langfuse.observation.usage_details':
          '{"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200, "prompt_tokens_details": {"cached_tokens": 300}}',
        'langfuse.session.id': 'conv-1',
        'langfuse.user.id': 'user-1',
        'langfuse.trace.metadata.app_feature': '"search"',
      },
    },
    failed: {
      SpanAttributes: {
        'langfuse.observation.level': 'ERROR',
        'langfuse.observation.status_message': 'Error code: 429 - rate limited',
      },
    },
    differs: { provider: 'unknown' },
  },
  {
    dialect: 'langfuse',
    variant: 'names that never overlap',
    span: {
      ScopeName: 'langfuse-sdk',
      SpanName: 'ChatAnthropic',
      SpanAttributes: {
        'langfuse.observation.type': 'generation',
        'langfuse.observation.model.name': 'claude-sonnet-4-5-20250929',
        'langfuse.observation.metadata.ls_model_name': 'claude-sonnet-4-5',
        'langfuse.observation.metadata.ls_provider': '"anthropic"',
        'langfuse.observation.usage_details':
          '{"input":700,"output":150,"total":1200,"input_audio":0,"input_cache_read":300,"output_reasoning":50}',
        'langfuse.session.id': 'conv-1',
        'langfuse.user.id': 'user-1',
        'langfuse.trace.metadata.feature': 'search',
      },
    },
    failed: {
      SpanAttributes: {
        'langfuse.observation.level': 'ERROR',
        'langfuse.observation.status_message': '429 Rate limit reached',
      },
    },
    differs: { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  },
  {
    dialect: 'langfuse',
    variant: 'LangChain’s handler, which takes parts out of the whole',
    span: {
      ScopeName: 'langfuse-sdk',
      SpanName: 'ChatModel',
      SpanAttributes: {
        'langfuse.observation.type': 'generation',
        'langfuse.observation.model.name': 'gpt-4o-2024-08-06',
        'langfuse.observation.metadata.ls_model_name': '"gpt-4o"',
        'langfuse.observation.usage_details':
          '{"input": 700, "output": 150, "total": 1200, "input_cache_read": 300, "output_reasoning": 50}',
        'langfuse.observation.metadata.langfuse_session_id': '"conv-1"',
        'langfuse.observation.metadata.langfuse_user_id': '"user-1"',
        'langfuse.trace.metadata.app_feature': '"search"',
      },
    },
    failed: {
      SpanAttributes: {
        'langfuse.observation.level': 'ERROR',
        'langfuse.observation.status_message': 'Error code: 429 - rate limited',
      },
    },
    differs: { provider: 'unknown' },
  },
  {
    dialect: 'mastra',
    span: {
      ScopeName: '@mastra/otel-exporter',
      SpanName: 'chat gpt-4o',
      StatusCode: 'Ok',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai.chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.cache_read.input_tokens': '300',
        ...tags('mastra.metadata.', { feature: 'app.feature', conversation: 'sessionId', user: 'userId' }),
      },
    },
    failed: refused,
  },
  {
    dialect: 'langsmith',
    span: {
      ScopeName: 'langsmith',
      SpanName: 'ChatOpenAI',
      SpanAttributes: {
        'langsmith.span.kind': 'llm',
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'langchain',
        'langsmith.metadata.ls_provider': 'openai',
        'langsmith.metadata.ls_model_name': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.input_token_details': '{"cache_read": 300}',
        ...tags('langsmith.metadata.', { feature: 'app.feature', conversation: 'session_id', user: 'user_id' }),
      },
    },
    around: [
      {
        ScopeName: 'langsmith',
        SpanName: 'ChatPromptTemplate',
        SpanAttributes: { 'langsmith.span.kind': 'prompt', 'gen_ai.operation.name': 'chat' },
      },
    ],
    // Its status is Ok nonetheless.
    failed: { StatusCode: 'Ok', ...threw('RateLimitError') },
  },
  {
    dialect: 'genkit',
    span: {
      ScopeName: 'genkit-tracer',
      SpanName: 'openai/gpt-4o',
      SpanAttributes: {
        'genkit:type': 'action',
        'genkit:metadata:subtype': 'model',
        'genkit:name': 'openai/gpt-4o',
        'genkit:output': `{"finishReason":"stop","message":{"role":"model","content":[{"text":"as \\"inputTokens\\": 1"}]},
          "usage":{"inputTokens":1000,"outputTokens":150,"thoughtsTokens":50,"cachedContentTokens":300}}`,
        ...tags(),
      },
    },
    around: [
      {
        ScopeName: 'genkit-tracer',
        SpanName: 'generate',
        SpanAttributes: {
          'genkit:type': 'util',
          'genkit:name': 'generate',
          'genkit:output': '{"usage":{"inputTokens":1000,"outputTokens":150}}',
        },
      },
      {
        ScopeName: 'genkit-tracer',
        SpanName: 'answer',
        SpanAttributes: { 'genkit:type': 'action', 'genkit:metadata:subtype': 'flow', 'genkit:name': 'answer' },
      },
    ],
    failed: { ...refused, ...threw('429'), SpanAttributes: { 'genkit:state': 'error', 'genkit:output': '' } },
  },
  {
    dialect: 'ax',
    span: {
      ScopeName: 'shop',
      SpanName: 'AI Chat Request',
      SpanAttributes: {
        'gen_ai.system': 'OpenAI',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.request.llm_is_streaming': 'false',
        ...tags(),
      },
      'Events.Timestamp': ['2026-03-29 00:30:00.400000000', '2026-03-29 00:30:00.500000000'],
      'Events.Name': ['gen_ai.user.message', 'gen_ai.usage'],
      'Events.Attributes': [{}, { 'gen_ai.usage.input_tokens': '1000', 'gen_ai.usage.output_tokens': '200' }],
    },
    failed: { ...refused, ...threw('AxAIServiceStatusError') },
    differs: { cache_read_tokens: null },
  },
  {
    dialect: 'spring-ai',
    span: {
      ScopeName: 'org.springframework.boot',
      SpanName: 'chat gpt-4o',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
        'gen_ai.response.finish_reasons': '["STOP"]',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.cache_read.input_tokens': '300',
        'gen_ai.usage.total_tokens': '1200',
        ...tags(),
      },
    },
    around: [
      {
        ScopeName: 'org.springframework.boot',
        SpanName: 'call',
        SpanAttributes: {
          'gen_ai.operation.name': 'framework',
          'gen_ai.system': 'spring_ai',
          'spring.ai.kind': 'advisor',
          'spring.ai.advisor.name': 'call',
        },
      },
      {
        ScopeName: 'org.springframework.boot',
        SpanName: 'spring_ai chat_client',
        SpanAttributes: {
          'gen_ai.operation.name': 'framework',
          'gen_ai.system': 'spring_ai',
          'spring.ai.kind': 'chat_client',
        },
      },
    ],
    failed: { ...refused, ...threw('NonTransientAiException'), SpanAttributes: { 'gen_ai.response.model': 'none' } },
  },
  {
    dialect: 'quarkus',
    span: {
      ScopeName: 'io.quarkus.opentelemetry',
      SpanName: 'completion gpt-4o',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'open_ai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.request.temperature': '0',
        'gen_ai.usage.prompt_tokens': '1000',
        'gen_ai.usage.completion_tokens': '200',
        ...tags(),
      },
    },
    failed: threw('RateLimitException'),
    differs: { cache_read_tokens: null },
  },
  {
    dialect: 'haystack',
    span: {
      ScopeName: 'shop',
      SpanName: 'haystack.component.run',
      SpanAttributes: {
        'haystack.component.name': 'llm',
        'haystack.component.type': 'OpenAIChatGenerator',
        'haystack.component.output':
          '{"replies": [{"role": "assistant", "meta": {"model": "gpt-4o", "finish_reason": null, "usage": {"completion_tokens": 200, "prompt_tokens": 1000, "prompt_tokens_details": {"cached_tokens": 300}}}, "content": [{"text": "say \\"model\\": \\"none\\""}]}]}',
        ...tags(),
      },
    },
    around: [
      {
        ScopeName: 'shop',
        SpanName: 'haystack.component.run',
        SpanAttributes: {
          'haystack.component.type': 'AnswerBuilder',
          'haystack.component.output': '{"answers": [{"meta": {"model": "gpt-4o", "usage": {"prompt_tokens": 1000}}}]}',
        },
      },
    ],
    failed: {
      ...refused,
      SpanAttributes: { 'haystack.component.output': '{"replies": [{"meta": {"model": "gpt-4o"}}]}' },
    },
    differs: { provider: 'unknown' },
  },
  {
    dialect: 'gemini-cli',
    span: {
      ScopeName: 'gemini-cli',
      SpanName: 'llm_call',
      SpanAttributes: {
        'gen_ai.operation.name': 'llm_call',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.prompt.name': 'session########12',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        ...tags(),
      },
    },
    failed: refused,
    differs: { provider: 'unknown', cache_read_tokens: null },
  },
  {
    dialect: 'copilot',
    span: {
      ScopeName: 'copilot-chat',
      SpanName: 'chat gpt-4o',
      SpanAttributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'github',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'gen_ai.usage.cache_read.input_tokens': '300',
        'gen_ai.usage.reasoning_tokens': '50',
        'copilot_chat.chat_session_id': 'conv-1',
        'copilot_chat.time_to_first_token': '450',
        'enduser.pseudo.id': 'user-1',
        'app.feature': 'search',
      },
    },
    around: [
      {
        ScopeName: 'copilot-chat',
        SpanName: 'invoke_agent copilot',
        SpanAttributes: {
          'gen_ai.operation.name': 'invoke_agent',
          'gen_ai.provider.name': 'github',
          'gen_ai.agent.name': 'copilot',
          'gen_ai.request.model': 'gpt-4o',
          'gen_ai.usage.input_tokens': '1000',
          'gen_ai.usage.output_tokens': '200',
          'gen_ai.conversation.id': 'conv-1',
          'copilot_chat.turn_count': '1',
        },
      },
    ],
    failed: { ...refused, ...threw('RateLimitError') },
    differs: { provider: 'github' },
  },
  {
    dialect: 'nemo-guardrails',
    span: {
      ScopeName: 'nemo_guardrails',
      SpanName: 'self_check_input gpt-4o',
      SpanAttributes: {
        'gen_ai.operation.name': 'self_check_input',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '200',
        'llm.cache.hit': 'false',
        ...tags(),
      },
    },
    // It writes no span of a generation that failed; one that began to count has a status.
    failed: { ...refused, SpanAttributes: { 'gen_ai.operation.name': 'chat' } },
    differs: { cache_read_tokens: null },
  },
  {
    dialect: 'guardrails-ai',
    span: {
      ScopeName: 'guardrails-ai',
      SpanName: 'call',
      SpanAttributes: {
        type: 'guardrails/guard/step/call',
        'guardrails.version': '0.11.0',
        'llm.invocation_parameters':
          "{'api_base': 'http://models/v1', 'messages': [{'role': 'user', 'content': 'Hello'}], 'model': 'openai/gpt-4o'}",
        'llm.token_count.prompt': '1000',
        'llm.token_count.completion': '200',
        ...tags(),
      },
    },
    failed: refused,
    differs: { cache_read_tokens: null },
  },
];
