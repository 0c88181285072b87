import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';

/** Microsoft Agent Framework, Semantic Kernel for .NET and AutoGen. */
export const agentFramework = dialect({
  id: 'agent-framework',
  title: 'Microsoft Agent Framework',
  claims: {
    scopes: ['agent_framework*', 'Microsoft.SemanticKernel*', 'Microsoft.Extensions.AI*', 'autogen*'],
    keys: ['executor.id', 'workflow.definition'],
  },
  keys,
  folds,
  bareNames: ['^autogen process '],
  overrides,
});
