import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** LangSmith's OpenTelemetry exporter. Its `gen_ai.operation.name` is `chat` on prompt templates, too; the run type is right. */
export const langsmith: Dialect = {
  id: 'langsmith',
  title: 'LangSmith',
  claims: { scopes: ['langsmith*'], keys: ['langsmith.span.kind'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: ['langsmith.span.kind'],
  keys,
  resourceKeys,
  tagPrefixes: ['langsmith.metadata.'],
  folds,
};
