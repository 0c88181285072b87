import type { Dialect } from '../dialect.ts';

/** Values of `gen_ai.system` that later versions of the conventions renamed. */
export const folds: Dialect['folds'] = {
  provider: {
    'az.ai.openai': 'azure.ai.openai',
    azure_openai: 'azure.ai.openai',
    'az.ai.inference': 'azure.ai.inference',
    bedrock: 'aws.bedrock',
    gemini: 'gcp.gemini',
    vertex_ai: 'gcp.vertex_ai',
    mistral: 'mistral_ai',
    xai: 'x_ai',
    'ibm.watson.ai': 'ibm.watsonx.ai',
  },
};
