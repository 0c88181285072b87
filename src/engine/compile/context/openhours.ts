import type { Context } from './context.ts';

/** The same compilation, for the hours alone that are not closed; null where all are. */
export function openHours(context: Context): Context | null {
  if (!context.tier?.hasOpen) {
    return null;
  }
  const known = context.made.get('open hours') as Context | undefined;
  const open = known ?? { ...context, onlyOpen: true as const, made: new Map<string, unknown>() };
  context.made.set('open hours', open);
  return open;
}
