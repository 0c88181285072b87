import { oncePerStatement, type Context } from './context.ts';

/** The same compilation, for the hours alone that are not closed; null where all are. */
export const openHours = (context: Context): Context | null =>
  context.tier?.hasOpen
    ? oncePerStatement(context, 'open hours', () => ({ ...context, onlyOpen: true as const, made: new Map() }))
    : null;
