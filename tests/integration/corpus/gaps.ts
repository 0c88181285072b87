import { type Numbers } from './truth.ts';

/**
 * A difference between a library's spans and what happened: exactly how much more or less than the truth they report, and
 * why. Everything else is equal.
 */
export interface Gap {
  library: string;
  differences: Numbers;
  because: string;
}

const features = { 'feature search': -1, 'feature summarise': -1, 'feature support': -1 };
const tools = (weather: number, order: number): Numbers => ({
  'calls of tool get_weather': -weather,
  'calls of tool lookup_order': -order,
  'failures of tool lookup_order': -order,
});
const embeddingsOf = (input: number): Numbers => ({
  requests: -4,
  errors: -1,
  'errors by rate_limit': -1,
  'input tokens': -input,
  'requests of text-embedding-3-small': -4,
  'errors of text-embedding-3-small': -1,
  'input tokens of text-embedding-3-small': -input,
});
const embeddings = embeddingsOf(18);

export const gaps: readonly Gap[] = [
  {
    library: 'agent_framework',
    differences: { conversations: -6, users: -5, 'first tokens': -12, ...features },
    because: 'It writes no tag of the application’s, no conversation and no time of a first token.',
  },
  {
    library: 'agento11y_langchain',
    differences: { ...embeddingsOf(30), 'first tokens': -10, ...features },
    because:
      'LangChain’s callbacks tell nothing of embeddings, and it writes neither the application’s tags nor a time of a first token.',
  },
  {
    library: 'agento11y_langchain',
    differences: { errors: 2, 'errors of gpt-4o-mini': 2, 'errors by other': 2 },
    because: 'It marks two streams as failed whose tool calls it could not put together itself.',
  },
  {
    library: 'agento11y_openai',
    differences: {
      'input tokens': -356,
      'input tokens of gpt-4o': -79,
      'input tokens of gpt-4o-mini': -264,
      'input tokens of gpt-4.1': -13,
      'output tokens': -274,
      'output tokens of gpt-4o': -171,
      'output tokens of gpt-4o-mini': -74,
      'output tokens of gpt-4.1': -29,
    },
    because: 'A stream that hands over its events and no final answer has no usage.',
  },
  {
    library: 'agento11y_openai',
    differences: { 'first tokens': -14, ...features },
    because: 'It writes neither the application’s tags nor a time of a first token.',
  },
  {
    library: 'botocore_bedrock',
    differences: tools(1, 1),
    because: 'It instruments the client of the models; the tools that the application ran have no span.',
  },
  {
    library: 'go_genkit',
    differences: { 'input tokens': -30, 'input tokens of text-embedding-3-small': -30, 'first tokens': -10 },
    because: 'It writes no usage of embeddings, and no time of a first token.',
  },
  {
    library: 'google_genai',
    differences: {
      requests: -3,
      'requests of gemini-2.5-flash': -2,
      'requests of gemini-2.5-pro': -1,
      'input tokens': -64,
      'input tokens of gemini-2.5-flash': -43,
      'input tokens of gemini-2.5-pro': -21,
      'output tokens': -190,
      'output tokens of gemini-2.5-flash': -115,
      'output tokens of gemini-2.5-pro': -75,
    },
    because: 'A call with automatic function calling is one span over two requests, with the usage of the last.',
  },
  {
    library: 'guardrails_ai',
    differences: {
      'input tokens': -1354,
      'input tokens of gpt-4o': -1232,
      'input tokens of gpt-4o-mini': -70,
      'input tokens of gpt-4.1': -20,
      'input tokens of gpt-5-mini': -32,
      'output tokens': -1285,
      'output tokens of gpt-4o': -216,
      'output tokens of gpt-4o-mini': -138,
      'output tokens of gpt-4.1': -55,
      'output tokens of gpt-5-mini': -876,
    },
    because: 'Of a function of the application that calls a model it knows no usage.',
  },
  {
    library: 'guardrails_ai',
    differences: { 'cache read tokens': -2688, 'reasoning tokens': -1024 },
    because: 'It counts input and output only.',
  },
  {
    library: 'java_otel_openai',
    differences: {
      requests: -7,
      errors: -1,
      'errors by server': -1,
      'requests of gpt-4o': -6,
      'requests of gpt-5-mini': -1,
      'errors of gpt-4o': -1,
      'input tokens': -531,
      'input tokens of gpt-4o': -312,
      'input tokens of gpt-5-mini': -219,
      'output tokens': -220,
      'output tokens of gpt-4o': -126,
      'output tokens of gpt-5-mini': -94,
    },
    because: 'It does not instrument the Responses API.',
  },
  {
    library: 'java_otel_openai',
    differences: {
      requests: -1,
      errors: -1,
      'errors by timeout': -1,
      'requests of gpt-4o': -1,
      'errors of gpt-4o': -1,
    },
    because: 'A call that its client gave up has a span of the HTTP client’s only.',
  },
  {
    library: 'java_otel_openai',
    differences: { 'cache read tokens': -2880, 'reasoning tokens': -1088, 'first tokens': -11 },
    because: 'It writes input and output tokens only, and no time of a first token.',
  },
  {
    library: 'js_mastra',
    differences: { errors: -1, 'errors by timeout': -1, 'errors of gpt-4o': -1 },
    because: 'A call that its client gave up ends without a word of it.',
  },
  {
    library: 'js_mastra',
    differences: { 'first tokens': -11 },
    because:
      'It does not say which calls were streamed; of the others the time of the first token is that of the whole answer.',
  },
  {
    library: 'js_openlit',
    differences: {
      'input tokens': 42,
      'input tokens of gpt-4o-mini': 42,
      'output tokens': 56,
      'output tokens of gpt-4o-mini': 56,
    },
    because: 'It estimates the tokens of two streams whose usage the client did not ask for.',
  },
  {
    library: 'js_openlit',
    differences: { 'reasoning tokens': -960 },
    because: 'It writes reasoning tokens for the Responses API only.',
  },
  {
    library: 'js_openlit',
    differences: { 'first tokens': -1 },
    because: 'It writes no time of a first token for streams of the Responses API.',
  },
  {
    library: 'js_openlit',
    differences: { conversations: -6, users: -5, ...features, ...tools(6, 1) },
    because: 'It writes no tag of the application’s, and tools as part of the call that asked for them.',
  },
  {
    library: 'js_vercel_ai7',
    differences: { conversations: -4, users: -5, 'reasoning tokens': -1024, ...features },
    because: 'Version 7 writes neither the metadata of a call nor reasoning tokens.',
  },
  {
    library: 'langfuse',
    differences: {
      requests: 2,
      'input tokens': 200,
      'output tokens': 40,
      'cache read tokens': 20,
      conversations: 1,
      users: 1,
    },
    because: 'Two generations are made up by hand, for a session and user of their own; no server served them.',
  },
  {
    library: 'langfuse',
    differences: {
      'requests of gpt-4.1': -5,
      'requests of gpt-4.1-2025-04-14': 5,
      'input tokens of gpt-4.1': -189,
      'input tokens of gpt-4.1-2025-04-14': 189,
      'output tokens of gpt-4.1': -155,
      'output tokens of gpt-4.1-2025-04-14': 155,
      'requests of gpt-4o': -20,
      'requests of gpt-4o-2024-08-06': 22,
      'input tokens of gpt-4o': -7427,
      'input tokens of gpt-4o-2024-08-06': 7627,
      'output tokens of gpt-4o': -633,
      'output tokens of gpt-4o-2024-08-06': 673,
      'requests of gpt-4o-mini': -21,
      'requests of gpt-4o-mini-2024-07-18': 21,
      'input tokens of gpt-4o-mini': -1156,
      'input tokens of gpt-4o-mini-2024-07-18': 1156,
      'output tokens of gpt-4o-mini': -1015,
      'output tokens of gpt-4o-mini-2024-07-18': 1015,
      'requests of gpt-5-mini': -5,
      'requests of gpt-5-mini-2025-08-07': 5,
      'input tokens of gpt-5-mini': -470,
      'input tokens of gpt-5-mini-2025-08-07': 470,
      'output tokens of gpt-5-mini': -1209,
      'output tokens of gpt-5-mini-2025-08-07': 1209,
    },
    because: 'It has one attribute for the model, and overwrites the one asked for by the one that answered.',
  },
  { library: 'langsmith', differences: embeddings, because: 'LangChain’s callbacks tell nothing of embeddings.' },
  {
    library: 'langsmith',
    differences: { 'first tokens': -19 },
    because: 'It writes no time of a first token.',
  },
  {
    library: 'langsmith',
    differences: { conversations: 1 },
    because: 'One of its sessions is the driver’s own, which the truth does not count.',
  },
  {
    library: 'litellm',
    differences: {
      requests: -6,
      'requests of gpt-4.1': -1,
      'requests of gpt-4o': -4,
      'requests of gpt-4o-mini': -1,
      'input tokens': -253,
      'input tokens of gpt-4.1': -47,
      'input tokens of gpt-4o': -166,
      'input tokens of gpt-4o-mini': -40,
      'output tokens': -120,
      'output tokens of gpt-4.1': -25,
      'output tokens of gpt-4o': -76,
      'output tokens of gpt-4o-mini': -19,
    },
    because: 'It writes no span for the six calls that carry the results of tools.',
  },
  {
    library: 'litellm',
    differences: {
      requests: -2,
      errors: -2,
      'errors by rate_limit': -2,
      'requests of text-embedding-3-small': -2,
      'errors of text-embedding-3-small': -2,
    },
    because: 'Two failed embeddings were tried again by the client below it, in the same span.',
  },
  {
    library: 'litellm',
    differences: { conversations: -4, 'first tokens': -13, ...features, ...tools(6, 1) },
    because: 'It writes no tag of the application’s, no time of a first token, and no span of a tool.',
  },
  {
    library: 'logfire_openai',
    differences: { 'first tokens': -11 },
    because: 'Only the spans of Anthropic’s own SDK have the time of a first token.',
  },
  { library: 'logfire_openai', differences: tools(7, 2), because: 'The tools that the application ran have no span.' },
  {
    library: 'nemoguardrails',
    differences: {
      requests: -7,
      errors: -7,
      'errors by auth': -1,
      'errors by context_overflow': -1,
      'errors by rate_limit': -3,
      'errors by server': -2,
      'requests of gpt-4.1': -2,
      'requests of gpt-4o': -4,
      'requests of gpt-4o-mini': -1,
      'errors of gpt-4.1': -2,
      'errors of gpt-4o': -4,
      'errors of gpt-4o-mini': -1,
    },
    because: 'A generation that failed leaves no span.',
  },
  {
    library: 'nemoguardrails',
    differences: { 'cache read tokens': -5376, 'reasoning tokens': -2048 },
    because: 'It counts input and output only.',
  },
  {
    library: 'openinf_langchain',
    differences: embeddings,
    because: 'LangChain’s callbacks tell nothing of embeddings.',
  },
  {
    library: 'openinf_langchain',
    differences: { 'first tokens': -10 },
    because: 'It writes no event of a first token.',
  },
  {
    library: 'openlit',
    differences: {
      'input tokens': 84,
      'input tokens of gpt-4o-mini': 84,
      'output tokens': 164,
      'output tokens of gpt-4o-mini': 164,
    },
    because: 'It estimates the tokens of two streams whose usage the client did not ask for.',
  },
  {
    library: 'openlit',
    differences: { 'reasoning tokens': -960 },
    because: 'It writes reasoning tokens for the Responses API only.',
  },
  {
    library: 'openlit',
    differences: { conversations: -3, ...tools(7, 2) },
    because: 'It writes neither the three conversations of many turns nor spans of tools.',
  },
  {
    library: 'otel_genai',
    differences: tools(1, 1),
    because: 'The application wrote no span for the tools that Anthropic’s model asked for.',
  },
  {
    library: 'otel_genai_langchain',
    differences: embeddings,
    because: 'LangChain’s callbacks tell nothing of embeddings.',
  },
  {
    library: 'otel_genai_langchain',
    differences: { users: -5, ...features },
    because: 'It writes no tag of the application’s.',
  },
  {
    library: 'otel_openai_v2',
    differences: {
      requests: -6,
      errors: -1,
      'errors by server': -1,
      'requests of gpt-4o': -5,
      'requests of gpt-5-mini': -1,
      'errors of gpt-4o': -1,
      'input tokens': -1003,
      'input tokens of gpt-4o': -923,
      'input tokens of gpt-5-mini': -80,
      'output tokens': -237,
      'output tokens of gpt-4o': -143,
      'output tokens of gpt-5-mini': -94,
    },
    because: 'It does not instrument the Responses API.',
  },
  {
    library: 'otel_openai_v2',
    differences: { 'cache read tokens': -3648, 'reasoning tokens': -1024, 'first tokens': -11 },
    because: 'It writes input and output tokens only, and no time of a first token.',
  },
  {
    library: 'pydantic_ai',
    differences: { conversations: 63 },
    because: 'It gives each run a conversation of its own, and scrubs the session’s id.',
  },
  { library: 'strands', differences: { 'reasoning tokens': -960 }, because: 'It writes no reasoning tokens.' },
  {
    library: 'traceloop',
    differences: { 'reasoning tokens': -192, 'first tokens': -1 },
    because: 'A stream of chat has no reasoning tokens, one of the Responses API no event a chunk.',
  },
  {
    library: 'traceloop_langchain',
    differences: { 'reasoning tokens': -960, 'first tokens': -10 },
    because: 'LangChain’s spans have neither reasoning tokens nor a time of a first token.',
  },
];

/** Sums a library's gaps. */
export function gapsOf(library: string): Numbers {
  const sum: Numbers = {};
  for (const { differences } of gaps.filter((gap) => gap.library === library)) {
    for (const [name, difference] of Object.entries(differences)) {
      sum[name] = (sum[name] ?? 0) + difference;
    }
  }
  return sum;
}
