import { factIds, type FactId } from '../facts.ts';
import type { ReadFieldId } from '../rowfields.ts';
import type { Dimension } from './dimension.ts';
import { previousVersion } from './previous.ts';

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
  dimension('provider', 'Provider', 'Who served the model, such as openai or aws.bedrock', ['provider']),
  dimension('model', 'Model', 'The model that was asked for, else the one that answered', [
    'requestModel',
    'responseModel',
  ]),
  dimension(
    'response_model',
    'Response model',
    'The model that answered, else the one that was asked for',
    ['responseModel', 'requestModel'],
    ['requests']
  ),
  dimension(
    'operation',
    'Operation',
    'What the span is about: chat, embeddings, execute_tool, ...',
    ['operation'],
    spans
  ),
  dimension('feature', 'Feature', 'The feature of your product that made the call (app.feature)', [
    'feature',
    'featureStandIn',
  ]),
  dimension('user_tier', 'User tier', 'The plan of the user who caused the call (app.user_tier)', ['userTier']),
  dimension('team', 'Team', 'Who owns the feature (app.team)', ['team']),
  dimension('customer', 'Customer', 'Whom the call was made for (app.customer, tenant.id)', ['customer']),
  dimension('user', 'User', 'Who caused the call (user.id)', ['user']),
  dimension(
    'conversation',
    'Conversation',
    'The conversation or session of the call (gen_ai.conversation.id, session.id)',
    ['conversation']
  ),
  dimension('service', 'Service', 'The service that made the call (service.name)', ['service']),
  dimension('environment', 'Environment', 'Where it ran (deployment.environment.name)', ['environment']),
  dimension('prompt', 'Prompt', 'Name of the prompt (gen_ai.prompt.name)', ['promptName']),
  dimension('prompt_version', 'Prompt version', 'Version of the prompt (gen_ai.prompt.version)', ['promptVersion']),
  dimension(
    previousVersion,
    'Previous prompt version',
    'The version that most requests of the prompt had before its version was first seen, of the last 14 days',
    [],
    ['requests', 'evaluations']
  ),
  dimension('agent', 'Agent', 'The agent that ran (gen_ai.agent.name)', ['agentName']),
  dimension('workflow', 'Workflow', 'The workflow that the call is part of (gen_ai.workflow.name)', ['workflowName']),
  dimension('tool', 'Tool', 'Name of the tool (gen_ai.tool.name)', ['toolName'], ['tools']),
  dimension(
    'error_class',
    'Error class',
    'Why calls failed: rate_limit, context_overflow, timeout, server, auth, content_filter, other; none where they did not',
    ['errorClass'],
    calls
  ),
  dimension(
    'finish_reason',
    'Finish reason',
    'Why the model stopped: stop, length, tool_calls, content_filter',
    ['finishReason'],
    ['requests']
  ),
  dimension(
    'service_tier',
    'Service tier',
    'The tier that served the call: default, batch, flex, priority',
    ['serviceTier'],
    ['requests']
  ),
  {
    ...dimension(
      'cost_source',
      'Cost source',
      'Where the cost is from: reported, estimated, unpriced',
      [],
      ['requests']
    ),
    computed: 'costSource',
  },
  dimension('instrumentation', 'Instrumentation', 'The dialect in which the span is written', ['dialect'], spans),
  dimension('verdict', 'Verdict', 'What a guardrail said', ['guardrailVerdict'], ['guardrails']),
  dimension(
    'evaluation',
    'Evaluation',
    'Name of the evaluation (gen_ai.evaluation.name); for score measures only',
    ['evaluationName'],
    ['evaluations']
  ),
  dimension('evaluation_label', 'Evaluation label', 'Label that the evaluation gave', ['scoreLabel'], ['evaluations']),
  dimension('evaluator', 'Evaluator', 'Who or what evaluated', ['evaluator'], ['evaluations']),
  dimension(
    'evaluator_version',
    'Evaluator version',
    'Version of who or what evaluated: scores of two versions are not comparable',
    ['evaluatorVersion'],
    ['evaluations']
  ),
] as const;

export type NamedDimensionId = (typeof catalogue)[number]['id'];

/** A dimension of the catalogue, or any attribute of the user's. */
export type DimensionId = NamedDimensionId | `attr:${string}` | `resource:${string}`;

export const dimensionIds = catalogue.map(({ id }) => id) as [NamedDimensionId, ...NamedDimensionId[]];

const byId = new Map<string, Dimension>(catalogue.map((entry) => [entry.id, entry]));

/** `attr:key` is a span attribute and `resource:key` one of the resource; at most 200 characters without control characters. */
export const customDimension = /^(attr|resource):[^\u0000-\u001f]{1,200}$/;

export const isDimension = (id: string): id is DimensionId => byId.has(id) || customDimension.test(id);

/** Throws for an id that is none; queries are checked before. */
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
    ? { id, title: key, description: `The attribute ${key}`, from: [], attribute: key, facts: spans }
    : { id, title: key, description: `The resource attribute ${key}`, from: [], resource: key, facts: spans };
}

/** The catalogue's own, in its order. */
export const dimensions = Object.fromEntries(catalogue.map((entry) => [entry.id, entry])) as unknown as Record<
  NamedDimensionId,
  Dimension<NamedDimensionId>
>;
