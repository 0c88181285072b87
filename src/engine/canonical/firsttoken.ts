import type { Reading } from './reading.ts';
import { isNothing } from '../sql/missing.ts';
import { call, infix, nothing, number, text, type Expression } from '../sql/nodes.ts';

/** Seconds; NULL for a call that says it was not streamed, which some give their whole duration. */
export function timeToFirstToken({ reader, spans }: Reading): Expression {
  const { events } = spans;
  const marks = events
    ? reader.speaking
        .flatMap(({ firstTokenEvents }) => firstTokenEvents)
        .map((name) => {
          const index = call('indexOf', events.names, text(name));
          const elapsed = infix(
            '/',
            call('dateDiff', text('microsecond'), spans.time, call('arrayElement', events.times, index)),
            number(1e6)
          );
          return call('if', infix('>', index, number(0)), elapsed, nothing);
        })
    : [];
  const written = reader.number('timeToFirstToken', spans.time);
  const own = reader.speaking.reduce(
    (seconds, { overrides }) => overrides.timeToFirstToken?.(seconds) ?? seconds,
    written
  );
  const seconds = call('coalesce', ...(isNothing(written) ? [] : [own]), ...marks, nothing);
  const streaming = reader.text('streaming');
  const sensible = infix('>=', seconds, number(0));
  const valid = isNothing(streaming)
    ? sensible
    : infix('AND', infix('!=', call('lower', streaming), text('false')), sensible);
  return call('if', valid, seconds, nothing);
}
