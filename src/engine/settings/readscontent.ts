import type { Request } from '../host.ts';
import { roles, type Role } from './content.ts';
import type { Settings } from './settings.ts';

/** The login under which Grafana evaluates rules, as an administrator. */
const scheduler = 'grafana_scheduler';

/** A request without who asks: plans are the same for all who may read the same. */
export type Asking = Omit<Request, 'user'> & { readsContent?: true };

export function askingOf(settings: Pick<Settings, 'content'>, { user, ...asked }: Request): Asking {
  return { ...asked, ...(readsContent(settings, { ...asked, user }) ? { readsContent: true } : {}) };
}

/** Whether whoever asks may read prompts and answers: a known user of a sufficient role, and never a rule. */
function readsContent({ content }: Pick<Settings, 'content'>, { fromAlert, user }: Request): boolean {
  return (
    content.allow &&
    !fromAlert &&
    user !== undefined &&
    user.login !== '' &&
    user.login !== scheduler &&
    rankOf(user.role) >= rankOf(content.minimumRole)
  );
}

/** A role that is none of Grafana's, such as `None`, is below all. */
const rankOf = (role: string): number => roles.indexOf(role as Role);
