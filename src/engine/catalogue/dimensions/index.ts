import { factIds, type FactId } from '../facts.ts';
import type { FieldId } from '../fields.ts';

/** A way to group or filter. `from` lists canonical fields, the first that is not empty wins; `service` is a column of the table. */
export interface Dimension {
  id: DimensionId;
  title: string;
  description: string;
  from: readonly (FieldId | 'service')[];
  facts: readonly FactId[];
}

export const dimensionIds = [
  'provider',
  'model',
  'operation',
  'feature',
  'user_tier',
  'team',
  'service',
  'environment',
  'prompt',
  'prompt_version',
  'evaluation',
] as const;

export type DimensionId = (typeof dimensionIds)[number];

export const dimensions: Record<DimensionId, Dimension> = {
  provider: {
    id: 'provider',
    title: 'Provider',
    description: 'Who served the model, such as openai or aws.bedrock',
    from: ['provider'],
    facts: factIds,
  },
  model: {
    id: 'model',
    title: 'Model',
    description: 'The model that was asked for, else the one that answered',
    from: ['requestModel', 'responseModel'],
    facts: factIds,
  },
  operation: {
    id: 'operation',
    title: 'Operation',
    description: 'What was asked of the model: chat, embeddings, ...',
    from: ['operation'],
    facts: ['requests'],
  },
  feature: {
    id: 'feature',
    title: 'Feature',
    description: 'The feature of your product that made the call (app.feature)',
    from: ['feature'],
    facts: factIds,
  },
  user_tier: {
    id: 'user_tier',
    title: 'User tier',
    description: 'The plan of the user who caused the call (app.user_tier)',
    from: ['userTier'],
    facts: factIds,
  },
  team: { id: 'team', title: 'Team', description: 'Who owns the feature (app.team)', from: ['team'], facts: factIds },
  service: {
    id: 'service',
    title: 'Service',
    description: 'The service that made the call (service.name)',
    from: ['service'],
    facts: factIds,
  },
  environment: {
    id: 'environment',
    title: 'Environment',
    description: 'Where it ran (deployment.environment.name)',
    from: ['environment'],
    facts: factIds,
  },
  prompt: {
    id: 'prompt',
    title: 'Prompt',
    description: 'Name of the prompt (gen_ai.prompt.name)',
    from: ['promptName'],
    facts: factIds,
  },
  prompt_version: {
    id: 'prompt_version',
    title: 'Prompt version',
    description: 'Version of the prompt (gen_ai.prompt.version)',
    from: ['promptVersion'],
    facts: factIds,
  },
  evaluation: {
    id: 'evaluation',
    title: 'Evaluation',
    description: 'Name of the evaluation (gen_ai.evaluation.name); for score measures only',
    from: ['evaluationName'],
    facts: ['evaluations'],
  },
};
