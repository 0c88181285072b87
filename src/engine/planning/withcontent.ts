import type { Notice, Plan } from '../host.ts';
import { contentNotAllowed } from '../messages.ts';
import type { Query } from '../query/model.ts';
import type { Asking } from '../settings/readscontent.ts';
import type { Settings } from '../settings/settings.ts';

/** What the audit line says of a query whose answer may hold content: its kind, and what it is about. */
export const contentOf = (query: Query): Record<string, string> => ({
  kind: query.kind,
  ...('traceId' in query && query.traceId !== undefined ? { traceId: query.traceId } : {}),
  ...('conversationId' in query ? { conversationId: query.conversationId } : {}),
});

type MayAsk = Extract<Query, { content?: boolean | undefined }>;

/**
 * What whoever asks may have of a query: without content, unless he may read it and asks for it. The plan of what is permitted then
 * says what was left out, or has an audit line.
 */
export function permitted<Kind extends MayAsk>(
  query: Kind,
  { readsContent }: Asking,
  { content }: Settings
): { query: Kind; told: (plan: Plan) => Plan } {
  const { content: asked, ...rest } = query;
  const without = rest as Kind;
  if (!asked) {
    return { query: without, told: (plan) => plan };
  }
  if (!readsContent) {
    const notice: Notice = { severity: 'warning', text: contentNotAllowed(content.allow ? content.minimumRole : null) };
    return { query: without, told: (plan) => ({ ...plan, notices: [...plan.notices, notice] }) };
  }
  return { query, told: (plan) => ({ ...plan, audit: contentOf(query) }) };
}
