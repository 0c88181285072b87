import { describe, expect, test } from 'vitest';
import { dialects } from '../source/dialects/index.ts';
import { isContent, saysError } from './content.ts';

const keysOf = (wanted: (field: string) => boolean): string[] =>
  dialects.flatMap(({ keys }) =>
    Object.entries(keys)
      .filter(([field]) => wanted(field))
      // Others are a part of a value, or of an event.
      .flatMap(([, sources]) => sources.filter((source) => typeof source === 'string'))
  );

describe('attributes that hold content', () => {
  test.each([
    ...keysOf((field) => field === 'inputContent'),
    'gen_ai.output.messages',
    'gen_ai.system_instructions',
    'gen_ai.tool.call.arguments',
    'gen_ai.tool.call.result',
    'gen_ai.prompt.0.content',
    'gen_ai.completion.0.content',
    'llm.output_messages.0.message.content',
    'output.value',
    'traceloop.entity.output',
    'ai.response.text',
    'ai.toolCall.args',
    'langfuse.trace.output',
    'mlflow.spanInputs',
    'genkit:output',
    'all_messages_events',
    'tool_arguments',
    'retrieval.documents.0.document.content',
    'db.query.text',
    'app.userPrompt',
    'chat-history',
    'tool_parameters',
    'full_command',
    'function_args',
    'response_text',
    'github.copilot.tool.parameters.command',
    'copilot_chat.hook_input',
    'ai.response.toolCalls',
    'ai.response.object',
    'ai.values',
    'tool_response',
    'request_data',
    'response_data',
    'events',
    'function.kwargs',
    'llm.function_call',
    'mastra.log.tracing',
    'new_context',
    'copilot_chat.user_request',
    'lk.chat_ctx',
    'embedding.embeddings.0.embedding.vector',
  ])('%s', (key) => expect(isContent(key)).toBe(true));

  // Texts of errors and verdicts may quote what was written.
  const mayQuote = ['errorMessage', 'guardrailVerdict', 'scoreExplanation', 'inputContent'];
  test.each([
    ...keysOf((field) => !mayQuote.includes(field)),
    'gen_ai.usage.input_tokens.cached',
    'gen_ai.prompt.name',
    'gen_ai.output.type',
    'llm.prompt_template.version',
    'prompt_version',
    'messages.count',
    'error.message',
    'http.request.body.size',
    'messaging.message.id',
    'app.tenant',
    'deployment.environment.name',
    'context',
    'inputs_enabled',
    'prompt.id',
    'prompt_length',
    'gen_ai.tool.call.id',
    'gen_ai.response.model',
    'gen_ai.embeddings.dimension.count',
    'llm.openai.max_tool_calls',
    'llm.openai.parallel_tool_calls',
    'response.status',
    'app.request',
    'github.copilot.tool.parameters.mcp_tool_name',
  ])('%s is none', (key) => expect(isContent(key)).toBe(false));
});

describe('attributes that tell of an error', () => {
  test.each([
    ...keysOf((field) => field === 'errorMessage'),
    'error',
    'exception.stacktrace',
    'errorMessage',
    'ErrorMessage',
    'lastError',
    'err.msg',
    'error-message',
    'otel.status_description',
    'rpc.grpc.status_message',
    'stack_trace',
    'failure_reason',
  ])('%s', (key) => expect(saysError(key)).toBe(true));

  test.each([
    'gen_ai.request.model',
    'app.terror',
    'errorless',
    'stderr',
    'http.response.status_code',
    'server.address',
  ])('%s is none', (key) => expect(saysError(key)).toBe(false));
});
