import type { Limits, Request } from '../host.ts';
import type { Settings } from '../settings/settings.ts';

/** A panel may show part of an answer and say so; a rule that decides on a part of it would be wrong without a word. */
export function limitsOf(settings: Settings, request: Request): Limits {
  return { ...settings.limits, onExceeded: request.fromAlert ? 'error' : 'notice' };
}
