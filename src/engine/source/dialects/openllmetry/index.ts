import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';

/** OpenLLMetry (Traceloop), 0.4 and 0.5. */
export const openllmetry = dialect({
  id: 'openllmetry',
  title: 'OpenLLMetry',
  claims: {
    scopes: [
      'traceloop.*',
      'opentelemetry.instrumentation.openai.v1*',
      'opentelemetry.instrumentation.openai.v0*',
      'opentelemetry.instrumentation.anthropic*',
      'opentelemetry.instrumentation.bedrock*',
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
  tokens: {
    // Bedrock's own count of the input leaves the cache out.
    exceptions: [{ when: { scopes: ['opentelemetry.instrumentation.bedrock*'] }, cache: 'excluded' }],
  },
  markers: ['traceloop.span.kind', 'llm.request.type', 'llm.request.model'],
  keys,
  tagPrefixes: ['traceloop.association.properties.'],
  folds,
  indexedContent: [{ before: 'gen_ai.prompt.', after: '.content', role: '.role' }],
  firstTokenEvents: ['gen_ai.content.completion.chunk', 'llm.content.completion.chunk'],
  toolNameAffixes: ['\\.tool$'],
  overrides,
});
