import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** OpenLLMetry (Traceloop), 0.4 and 0.5. */
export const openllmetry: Dialect = {
  id: 'openllmetry',
  title: 'OpenLLMetry',
  claims: {
    scopes: [
      'traceloop.*',
      'opentelemetry.instrumentation.openai.v1*',
      'opentelemetry.instrumentation.openai.v0*',
      'opentelemetry.instrumentation.anthropic*',
      'opentelemetry.instrumentation.langchain*',
      'opentelemetry.instrumentation.llamaindex*',
      'opentelemetry.instrumentation.cohere*',
      'opentelemetry.instrumentation.groq*',
      'opentelemetry.instrumentation.mistralai*',
      'opentelemetry.instrumentation.ollama*',
      'opentelemetry.instrumentation.google_generativeai*',
      'opentelemetry.instrumentation.crewai*',
      'opentelemetry.instrumentation.haystack*',
    ],
    keys: ['traceloop.span.kind', 'traceloop.workflow.name', 'traceloop.entity.name', 'llm.request.type'],
  },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: ['traceloop.span.kind', 'llm.request.type', 'llm.request.model'],
  keys,
  resourceKeys,
  tagPrefixes: ['traceloop.association.properties.'],
  folds,
  indexedContent: [{ before: 'gen_ai.prompt.', after: '.content', role: '.role' }],
  // LlamaIndex's embeddings and tools are steps of a workflow.
  vague: {
    key: 'traceloop.span.kind',
    kinds: ['task', 'workflow'],
    operationKey: 'gen_ai.operation.name',
    toolKey: 'tool.name',
  },
  firstTokenEvents: ['gen_ai.content.completion.chunk', 'llm.content.completion.chunk'],
};
