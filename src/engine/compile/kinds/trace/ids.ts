import type { Context } from '../../context/context.ts';
import { UserError } from '../../../errors.ts';
import { invalidTraceId, notHeld } from '../../../messages.ts';
import type { SourceDescription } from '../../../source/description.ts';
import { layouts } from '../../../source/layouts/index.ts';

/** Returns the ways in which the table may write a trace's id. Throws a UserError for what is none. */
export function spellingsOf(traceId: string, { layout }: Pick<SourceDescription, 'layout'>): string[] {
  const isHex = layouts.some(({ id, hexTraceIds }) => id === layout.id && hexTraceIds);
  if (!isHex) {
    return [traceId];
  }
  if (!/^[0-9a-f]{32}$/i.test(traceId)) {
    throw new UserError(invalidTraceId(), 'query');
  }
  return [...new Set([traceId.toLowerCase(), traceId.toUpperCase()])];
}

/** Throws a UserError where the table cannot tell which spans are of a trace. */
export function refuseWithoutIds({ source, spans }: Pick<Context, 'source' | 'spans'>): void {
  const lacking = spans.traceId === null ? 'traceId' : spans.spanId === null ? 'spanId' : undefined;
  if (lacking !== undefined) {
    throw new UserError(notHeld(lacking, source.traces.path.join('.'), source.layout.title), 'query');
  }
}
