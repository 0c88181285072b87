import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** The Vercel AI SDK: `ai.*` until version 6, semantic conventions (scope `gen_ai`) since 7. */
export const vercelAi: Dialect = {
  id: 'vercel-ai',
  title: 'Vercel AI SDK',
  claims: { scopes: ['ai', 'gen_ai'], keys: ['ai.operationId'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  // Version 6 adds Anthropic's cached tokens to its input, and says what it was without them.
  copiesProvider: {
    having: ['ai.usage.promptTokens', 'ai.usage.inputTokens'],
    lacking: 'ai.usage.inputTokenDetails.noCacheTokens',
  },
  markers: ['ai.operationId'],
  keys,
  resourceKeys,
  tagPrefixes: ['ai.telemetry.metadata.', 'ai.settings.context.'],
  folds,
  firstTokenEvents: ['ai.stream.firstChunk'],
};
