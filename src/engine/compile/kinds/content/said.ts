/** What was sent, and what came back. */
export const sides = ['input', 'output'] as const;
export type Side = (typeof sides)[number];

/**
 * Where instrumentations write what was said, the first that a span has first, as RE2 expressions over attribute keys. Of
 * numbered keys the last one counts. An event's attribute has the event's name before it: `gen_ai.user.message content`.
 */
export const keysOf: Record<Side, readonly string[]> = {
  input: [
    '^gen_ai\\.input\\.messages$',
    '^(?:gen_ai\\.prompt|llm\\.input_messages)\\.[0-9]+\\.(?:message\\.)?content$',
    '^llm\\.input_messages\\.[0-9]+\\.message\\.contents\\.[0-9]+\\.message_content\\.text$',
    '^gen_ai\\.user\\.message (?:content|body)$',
    '^gen_ai\\.content\\.prompt gen_ai\\.prompt$',
    '^gen_ai\\.tool\\.(?:message content|call\\.arguments|args)$',
    '(?:^|[._])messages$',
    '(?:^|[._: ])(?:user_)?(?:input|prompt|question|query|arguments|args)(?:\\.value)?$',
    '^tool_(?:arguments|parameters|input)$',
  ],
  output: [
    '^gen_ai\\.output\\.messages$',
    '^(?:gen_ai\\.completion|llm\\.output_messages)\\.[0-9]+\\.(?:message\\.)?content$',
    '^llm\\.output_messages\\.[0-9]+\\.message\\.contents\\.[0-9]+\\.message_content\\.text$',
    '^gen_ai\\.choice (?:message|content|body|tool\\.result)$',
    '^gen_ai\\.content\\.completion gen_ai\\.completion$',
    '^gen_ai\\.tool\\.call\\.result$',
    '(?:^|[._])response\\.text$',
    '(?:^|[._: ])(?:output|completion|answer|choices|result)(?:\\.value)?$',
    // What a model asked of tools, where it said nothing.
    '\\.tool_call\\.function\\.arguments$|\\.function_call\\.arguments$',
  ],
};
