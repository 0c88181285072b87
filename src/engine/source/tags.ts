import type { FieldId } from '../catalogue/fields.ts';

/**
 * The default attribute names of tags, in order of precedence, which the data source's settings may replace.
 *
 * They are looked up as they are, behind every prefix that a dialect adds to tags, and in its containers.
 */
export const tagNames: Readonly<Partial<Record<FieldId, readonly string[]>>> = {
  feature: ['app.feature', 'feature'],
  userTier: ['app.user_tier', 'user.tier', 'user_tier', 'tier'],
  team: ['app.team', 'team', 'team.name'],
  customer: ['app.customer', 'customer', 'customer.id', 'tenant.id', 'tenant'],
  repository: ['vcs.repository.url.full', 'vcs.repository.name'],
  environment: ['deployment.environment.name', 'deployment.environment'],
  promptName: ['gen_ai.prompt.name', 'prompt.name', 'prompt_name', 'promptName'],
  promptVersion: ['gen_ai.prompt.version', 'prompt.version', 'prompt_version', 'promptVersion'],
  conversation: [
    'gen_ai.conversation.id',
    'session.id',
    'conversation.id',
    'conversation_id',
    'session_id',
    'sessionId',
    'thread_id',
    'threadId',
  ],
  user: ['user.id', 'enduser.id', 'user_id', 'userId', 'gen_ai.user.id', 'gen_ai.request.user', 'gen_ai.user'],
};
