import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = {
  operation: { framework_chain: 'invoke_workflow' },
  provider: {
    vertex: 'gcp.vertex_ai',
    'x-ai': 'x_ai',
    moonshotai: 'moonshot_ai',
    'azure-ai-inference': 'azure.ai.inference',
  },
};
