import type { FieldId } from '../catalogue/fields.ts';

/**
 * A field that a request's span should have, and what to change if it does not.
 *
 * `of` says which requests should have it: `all`, those that were `answered`, those of them that a model `generated`
 * (embeddings have neither id nor output), or those that `failed`. `sometimes` is never a fault: not every call has such a
 * field. A `tag` may be on another span of the trace.
 */
export interface Expected {
  field: FieldId;
  of: 'all' | 'answered' | 'generated' | 'failed' | 'sometimes' | 'tag';
  /** What is lost without it, and how to set it. One sentence. */
  advice: string;
}

export const expected: readonly Expected[] = [
  {
    field: 'operation',
    of: 'all',
    advice:
      'Set gen_ai.operation.name (chat, embeddings, execute_tool, invoke_agent), so that calls, tools and agents can be distinguished.',
  },
  {
    field: 'provider',
    of: 'all',
    advice: 'Set gen_ai.provider.name, such as openai or aws.bedrock: the price of a model depends on the provider.',
  },
  {
    field: 'requestModel',
    of: 'all',
    advice: 'Set gen_ai.request.model before the call, so that failed calls have a model, too.',
  },
  {
    field: 'responseModel',
    of: 'answered',
    advice:
      'Set gen_ai.response.model from the response: the model behind an alias, and its price, may change every month.',
  },
  {
    field: 'responseId',
    of: 'generated',
    advice:
      'Set gen_ai.response.id, which distinguishes two spans about one call from two calls, and links scores to their call.',
  },
  {
    field: 'inputTokens',
    of: 'answered',
    advice:
      'Set gen_ai.usage.input_tokens; for streamed responses, ask the provider to include usage (OpenAI: stream_options.include_usage).',
  },
  {
    field: 'outputTokens',
    of: 'generated',
    advice: 'Set gen_ai.usage.output_tokens from the response’s usage, including reasoning tokens.',
  },
  {
    field: 'finishReason',
    of: 'generated',
    advice: 'Set gen_ai.response.finish_reasons, without which answers cut off at the token limit go unnoticed.',
  },
  {
    field: 'errorType',
    of: 'failed',
    advice:
      'Set error.type to the provider’s error or the exception’s class, so that rate limits can be distinguished from bugs.',
  },
  {
    field: 'cacheReadTokens',
    of: 'sometimes',
    advice:
      'Set gen_ai.usage.cache_read.input_tokens if the provider reports it: cached tokens cost a fraction of the others.',
  },
  {
    field: 'cacheWriteTokens',
    of: 'sometimes',
    advice: 'Set gen_ai.usage.cache_write.input_tokens if the provider reports it (Anthropic charges extra for it).',
  },
  {
    field: 'reasoningTokens',
    of: 'sometimes',
    advice: 'Set gen_ai.usage.reasoning.output_tokens for reasoning models.',
  },
  {
    field: 'reportedCost',
    of: 'sometimes',
    advice:
      'Set gen_ai.usage.cost if a gateway knows what the call cost; otherwise it is estimated from the price table.',
  },
  {
    field: 'timeToFirstToken',
    of: 'sometimes',
    advice: 'Set gen_ai.response.time_to_first_chunk, in seconds, on streamed calls.',
  },
  {
    field: 'inputContent',
    of: 'sometimes',
    advice:
      'Where privacy allows, record gen_ai.input.messages: its hashes are used to estimate what a semantic cache could save.',
  },
  {
    field: 'conversation',
    of: 'tag',
    advice: 'Set gen_ai.conversation.id on the call or any span above it, to see the cost and length of conversations.',
  },
  { field: 'user', of: 'tag', advice: 'Set user.id, hashed if necessary, on the root span of the request.' },
  {
    field: 'feature',
    of: 'tag',
    advice: 'Set app.feature on the root span of the request, so that cost and errors are attributed to a feature.',
  },
  {
    field: 'userTier',
    of: 'tag',
    advice: 'Set app.user_tier on the root span, to see what the users of each plan cost.',
  },
  {
    field: 'team',
    of: 'tag',
    advice: 'Set app.team on the root span, or service.namespace on the resource, to attribute cost to a team.',
  },
  {
    field: 'customer',
    of: 'tag',
    advice: 'Set app.customer or tenant.id on the root span, to attribute cost to customers.',
  },
  {
    field: 'environment',
    of: 'tag',
    advice: 'Set deployment.environment.name on the resource, so that tests do not count as production.',
  },
  {
    field: 'promptName',
    of: 'tag',
    advice: 'Set gen_ai.prompt.name on the call, so that prompts can be compared.',
  },
  {
    field: 'promptVersion',
    of: 'tag',
    advice: 'Set gen_ai.prompt.version on the call, so that a bad version can be distinguished from the previous one.',
  },
];
