import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';

/** Semantic Kernel for Python. To it a prompt is a function, and calling one the execution of a tool. .NET writes no id of a call. */
export const semanticKernel = dialect({
  id: 'semantic-kernel',
  title: 'Semantic Kernel',
  claims: { scopes: ['semantic_kernel*'] },
  keys,
  usageLog: {
    begins: 'OpenAI usage: ',
    counts: {
      inputTokens: 'prompt_tokens',
      outputTokens: 'completion_tokens',
      cacheReadTokens: 'cached_tokens',
      reasoningTokens: 'reasoning_tokens',
    },
  },
  folds,
  overrides,
});
