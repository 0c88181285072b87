import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** The Vercel AI SDK: `ai.*` until version 6, semantic conventions (scope `gen_ai`) since 7. */
export const vercelAi = dialect({
  id: 'vercel-ai',
  title: 'Vercel AI SDK',
  claims: { scopes: ['ai', 'gen_ai'], keys: ['ai.operationId'] },
  tokens: {
    exceptions: [
      {
        // Version 6 adds Anthropic's cached tokens to its input, and says what it was without them.
        when: {
          anyOf: ['ai.usage.promptTokens', 'ai.usage.inputTokens'],
          lacking: 'ai.usage.inputTokenDetails.noCacheTokens',
        },
        cache: 'as-provider',
      },
    ],
  },
  markers: ['ai.operationId'],
  keys,
  tagPrefixes: ['ai.telemetry.metadata.', 'ai.settings.context.'],
  folds,
  noCalls: ['agent_step'],
  firstTokenEvents: ['ai.stream.firstChunk'],
});
