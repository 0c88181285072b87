import type { FieldId } from '../catalogue/fields.ts';

/**
 * What a request's span should say, and what to change where it does not.
 *
 * `of` is which requests are expected to say it: `all`, those that were `answered`, of those what a model `generated`
 * (embeddings have neither id nor output), those that `failed`. `sometimes` is no fault: not every provider or call has
 * it. `tag` may be said by another span of the trace.
 */
export interface Expected {
  field: FieldId;
  of: 'all' | 'answered' | 'generated' | 'failed' | 'sometimes' | 'tag';
  /** What cannot be told without it, and how to write it. One sentence. */
  advice: string;
}

export const expected: readonly Expected[] = [
  {
    field: 'operation',
    of: 'all',
    advice:
      'Set gen_ai.operation.name (chat, embeddings, execute_tool, invoke_agent), so that calls, tools and agents are told apart.',
  },
  {
    field: 'provider',
    of: 'all',
    advice: 'Set gen_ai.provider.name, such as openai or aws.bedrock: the same model costs differently elsewhere.',
  },
  {
    field: 'requestModel',
    of: 'all',
    advice: 'Set gen_ai.request.model before the call, so that failed calls name their model, too.',
  },
  {
    field: 'responseModel',
    of: 'answered',
    advice:
      'Set gen_ai.response.model from the answer: an alias may be served, and priced, by another model each month.',
  },
  {
    field: 'responseId',
    of: 'generated',
    advice:
      'Set gen_ai.response.id, by which two spans about one call are told from two calls, and scores find their call.',
  },
  {
    field: 'inputTokens',
    of: 'answered',
    advice:
      'Set gen_ai.usage.input_tokens; for streamed answers ask the provider for usage (OpenAI: stream_options.include_usage).',
  },
  {
    field: 'outputTokens',
    of: 'generated',
    advice: 'Set gen_ai.usage.output_tokens from the answer’s usage, reasoning tokens among them.',
  },
  {
    field: 'finishReason',
    of: 'generated',
    advice: 'Set gen_ai.response.finish_reasons, without which answers cut off at the token limit go unseen.',
  },
  {
    field: 'errorType',
    of: 'failed',
    advice: 'Set error.type to the provider’s error or the exception’s class, so that rate limits are told from bugs.',
  },
  {
    field: 'cacheReadTokens',
    of: 'sometimes',
    advice:
      'Set gen_ai.usage.cache_read.input_tokens where the provider reports it: cached tokens cost a fraction of the others.',
  },
  {
    field: 'cacheWriteTokens',
    of: 'sometimes',
    advice: 'Set gen_ai.usage.cache_write.input_tokens where the provider reports it (Anthropic charges extra for it).',
  },
  {
    field: 'reasoningTokens',
    of: 'sometimes',
    advice: 'Set gen_ai.usage.reasoning.output_tokens for models that reason.',
  },
  {
    field: 'reportedCost',
    of: 'sometimes',
    advice: 'A gateway that knows what a call cost may set gen_ai.usage.cost; else the price table estimates it.',
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
      'Where privacy allows, record gen_ai.input.messages: what a semantic cache could save is estimated from its hashes.',
  },
  {
    field: 'conversation',
    of: 'tag',
    advice: 'Set gen_ai.conversation.id on the call or any span above it, for the cost and length of conversations.',
  },
  { field: 'user', of: 'tag', advice: 'Set user.id, hashed where it must be, on the root span of the request.' },
  {
    field: 'feature',
    of: 'tag',
    advice: 'Set app.feature on the root span of the request, so that cost and errors are attributed to a feature.',
  },
  { field: 'userTier', of: 'tag', advice: 'Set app.user_tier on the root span, to see what each plan’s users cost.' },
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
    advice: 'Set gen_ai.prompt.version on the call, so that a bad version is told from the one before.',
  },
];
