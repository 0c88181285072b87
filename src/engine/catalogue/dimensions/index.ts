import { factIds, type FactId } from '../facts.ts';
import type { ReadFieldId } from '../rowfields.ts';
import type { Dimension } from './dimension.ts';
import { previousVersion } from './previous.ts';
import { promptSizes } from './promptsizes.ts';

const spans: readonly FactId[] = ['requests', 'tools', 'agents', 'guardrails', 'spans'];
const calls: readonly FactId[] = ['requests', 'tools', 'agents'];

function dimension<Id extends string>(
  id: Id,
  title: string,
  description: string,
  from: readonly ReadFieldId[],
  of: readonly FactId[] = factIds
): Dimension<Id> {
  return { id, title, description, from, facts: of };
}

const catalogue = [
  dimension('provider', 'Provider', 'The provider that served the model, such as openai or aws.bedrock', ['provider']),
  dimension('model', 'Model', 'The requested model, or else the one that responded', ['requestModel', 'responseModel']),
  dimension(
    'response_model',
    'Response model',
    'The model that responded, or else the requested one',
    ['responseModel', 'requestModel'],
    ['requests']
  ),
  dimension(
    'operation',
    'Operation',
    'The kind of operation: chat, embeddings, execute_tool, ...',
    ['operation'],
    spans
  ),
  dimension('feature', 'Feature', 'The product feature that made the call (app.feature)', [
    'feature',
    'featureStandIn',
  ]),
  dimension('user_tier', 'User tier', 'The plan of the user the call was made for (app.user_tier)', ['userTier']),
  dimension('team', 'Team', 'The team that owns the feature (app.team)', ['team']),
  dimension('customer', 'Customer', 'The customer the call was made for (app.customer, tenant.id)', ['customer']),
  dimension(
    'repository',
    'Repository',
    'The repository of code that a coding agent worked in (vcs.repository.url.full, vcs.repository.name)',
    ['repository']
  ),
  dimension('user', 'User', 'The user the call was made for (user.id)', ['user']),
  dimension(
    'conversation',
    'Conversation',
    'The conversation or session the call belongs to (gen_ai.conversation.id, session.id)',
    ['conversation']
  ),
  dimension('service', 'Service', 'The service that made the call (service.name)', ['service']),
  dimension('environment', 'Environment', 'The deployment environment (deployment.environment.name)', ['environment']),
  dimension('prompt', 'Prompt', 'The name of the prompt (gen_ai.prompt.name)', ['promptName']),
  dimension('prompt_version', 'Prompt version', 'The version of the prompt (gen_ai.prompt.version)', ['promptVersion']),
  dimension(
    previousVersion,
    'Previous prompt version',
    'The version that most of the prompt’s requests used before this version was first seen, within the last 14 days',
    [],
    ['requests', 'evaluations']
  ),
  dimension('agent', 'Agent', 'The agent that ran (gen_ai.agent.name)', ['agentName']),
  dimension('workflow', 'Workflow', 'The workflow the call is part of (gen_ai.workflow.name)', ['workflowName']),
  dimension('tool', 'Tool', 'The name of the tool (gen_ai.tool.name)', ['toolName'], ['tools']),
  dimension(
    'error_class',
    'Error class',
    'Why the call failed: rate_limit, context_overflow, timeout, server, auth, content_filter or other; none if it succeeded',
    ['errorClass'],
    calls
  ),
  dimension(
    'finish_reason',
    'Finish reason',
    'Why the model stopped: stop, length, tool_calls or content_filter',
    ['finishReason'],
    ['requests']
  ),
  dimension(
    'service_tier',
    'Service tier',
    'The provider tier that served the call: default, batch, flex or priority',
    ['serviceTier'],
    ['requests']
  ),
  {
    ...dimension(
      'cost_source',
      'Cost source',
      'Where the cost comes from: reported, estimated, assumed (a price that was guessed), partly (something used has no known price), unpriced, or unknown (the census has not seen the model yet)',
      [],
      ['requests']
    ),
    computed: 'costSource',
  },
  {
    ...dimension(
      'prompt_size',
      'Prompt size',
      `The input tokens of the call, in steps: ${promptSizes.map(({ label }) => label).join(', ')}`,
      [],
      ['requests']
    ),
    computed: 'promptSize',
    perCall: true,
  },
  dimension(
    'instrumentation',
    'Instrumentation',
    'The instrumentation whose dialect the span is written in',
    ['dialect'],
    spans
  ),
  dimension('verdict', 'Verdict', 'The guardrail’s verdict', ['guardrailVerdict'], ['guardrails']),
  dimension(
    'evaluation',
    'Evaluation',
    'The name of the evaluation (gen_ai.evaluation.name); only for score measures',
    ['evaluationName'],
    ['evaluations']
  ),
  dimension(
    'evaluation_label',
    'Evaluation label',
    'The label that the evaluation gave',
    ['scoreLabel'],
    ['evaluations']
  ),
  dimension('evaluator', 'Evaluator', 'The person, model or program that evaluated', ['evaluator'], ['evaluations']),
  dimension(
    'evaluator_version',
    'Evaluator version',
    'The version of the evaluator; scores from different versions are not comparable',
    ['evaluatorVersion'],
    ['evaluations']
  ),
] as const;

export type NamedDimensionId = (typeof catalogue)[number]['id'];

/** A dimension of the catalogue, or any attribute of the user's. */
export type DimensionId = NamedDimensionId | `attr:${string}` | `resource:${string}`;

export const dimensionIds = catalogue.map(({ id }) => id) as [NamedDimensionId, ...NamedDimensionId[]];

const byId = new Map<string, Dimension>(catalogue.map((entry) => [entry.id, entry]));

/** Matches `attr:key`, a span attribute, and `resource:key`, a resource attribute; a key has at most 200 characters. */
export const customDimension = /^(attr|resource):[^\u0000-\u001f]{1,200}$/;

export const isDimension = (id: string): id is DimensionId => byId.has(id) || customDimension.test(id);

/** Throws for an unknown id; queries have been checked before. */
export function dimensionOf(id: string): Dimension {
  const known = byId.get(id);
  if (known) {
    return known;
  }
  const [, kind] = customDimension.exec(id) ?? [];
  const key = id.slice(id.indexOf(':') + 1);
  if (kind === undefined) {
    throw new Error(`there is no dimension ${id}`);
  }
  return kind === 'attr'
    ? { id, title: key, description: `The span attribute ${key}`, from: [], attribute: key, facts: spans }
    : { id, title: key, description: `The resource attribute ${key}`, from: [], resource: key, facts: spans };
}

/** The catalogue's dimensions, in its order. */
export const dimensions = Object.fromEntries(catalogue.map((entry) => [entry.id, entry])) as unknown as Record<
  NamedDimensionId,
  Dimension<NamedDimensionId>
>;
