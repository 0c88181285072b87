import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';
import { overrides } from './overrides.ts';

/** OpenTelemetry's semantic conventions for generative AI: 1.26 to 1.44 and the names that follow them. */
export const otelGenai = dialect({
  id: 'otel-genai',
  title: 'OpenTelemetry GenAI',
  claims: {
    scopes: [
      'opentelemetry.instrumentation.genai*',
      'opentelemetry.instrumentation.openai_v2*',
      'opentelemetry.instrumentation.openai_agents*',
      'opentelemetry.instrumentation.vertexai*',
      'opentelemetry.instrumentation.google_genai*',
      'opentelemetry.util.genai*',
      'gcp.vertex.agent',
      '@opentelemetry/instrumentation-openai*',
      '@opentelemetry/instrumentation-anthropic*',
      // The judges that this project's evaluators ask.
      'genai-observability/*',
    ],
  },
  markers: [
    'gen_ai.operation.name',
    'gen_ai.request.model',
    'gen_ai.provider.name',
    'gen_ai.system',
    'gen_ai.tool.name',
    'gen_ai.response.model',
    'gen_ai.agent.name',
  ],
  keys,
  resourceKeys,
  folds,
  // What Google's Agent Development Kit leaves of a call that failed.
  spanNames: { call_llm: 'chat' },
  toolNameAffixes: ['^execute_tool '],
  misnomers: [
    // Since 0.1 a workflow is an agent whose operation says that it is none.
    { field: 'agentName', when: { equals: ['gen_ai.operation.name', 'invoke_workflow'] }, of: 'workflowName' },
    // An MCP server's prompt is a template that a user chooses, whatever model it is for.
    { field: 'promptName', when: { equals: ['mcp.method.name', 'prompts/get'] } },
  ],
  overrides,
});
