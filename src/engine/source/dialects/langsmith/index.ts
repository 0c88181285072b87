import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** LangSmith's OpenTelemetry exporter. Its `gen_ai.operation.name` is `chat` on prompt templates, too; the run type is right. */
export const langsmith = dialect({
  id: 'langsmith',
  title: 'LangSmith',
  claims: { scopes: ['langsmith*'], keys: ['langsmith.span.kind'] },
  markers: ['langsmith.span.kind'],
  keys,
  tagPrefixes: ['langsmith.metadata.'],
  folds,
});
