import type { Dialect } from '../dialect.ts';

/** LangChain4j's own names of providers and of reasons. */
export const folds: Dialect['folds'] = {
  provider: {
    open_ai: 'openai',
    azure_open_ai: 'azure.ai.openai',
    amazon_bedrock: 'aws.bedrock',
    google_ai_gemini: 'gcp.gemini',
    google_vertex_ai_gemini: 'gcp.vertex_ai',
  },
  finishReason: { tool_execution: 'tool_calls' },
};
