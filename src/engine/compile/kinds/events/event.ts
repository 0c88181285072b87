import type { EventKind } from '../../../query/model.ts';
import { array, call, column, nothing, text, type Expression, type Output } from '../../../sql/nodes.ts';

/** The columns by which Grafana finds the parts of an annotation. */
export const eventColumns = ['time', 'timeEnd', 'title', 'text', 'tags', 'id'] as const;

interface Event {
  time: Expression;
  /** When it ended; left out for a moment. */
  end?: Expression;
  title: Expression;
  text: Expression;
  tags: readonly Expression[];
}

/** Writes an event's columns, of the same types for all kinds. */
export function eventOutputs(kind: EventKind, { time, end = nothing, title, text: more, tags }: Event): Output[] {
  const known = call('lower', call('hex', call('sipHash64', column('title'), column('time'))));
  return [
    { as: 'time', value: call('CAST', call('assumeNotNull', time), text("DateTime64(9, 'UTC')")) },
    { as: 'timeEnd', value: call('CAST', end, text("Nullable(DateTime64(9, 'UTC'))")) },
    { as: 'title', value: title },
    { as: 'text', value: more },
    { as: 'tags', value: call('arrayStringConcat', array([text(kind), ...tags]), text(',')) },
    { as: 'id', value: call('concat', text(`${kind}-`), known) },
  ];
}

/** Writes a text whose places `{0}`, `{1}`, ... are values. */
export const written = (pattern: string, ...values: Expression[]): Expression =>
  call('format', text(pattern), ...values.map((value) => call('toString', value)));

/** Writes a share as a percentage. */
export const percent = (share: Expression): Expression =>
  call('toString', call('round', { kind: 'infix', operator: '*', args: [share, { kind: 'number', value: 100 }] }, one));

const one: Expression = { kind: 'number', value: 1 };
