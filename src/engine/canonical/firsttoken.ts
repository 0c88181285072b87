import type { Reading } from './reading.ts';
import { isWithin } from './times.ts';
import { isNothing, noNumber } from '../sql/missing.ts';
import { call, infix, nothing, number, text, type Expression } from '../sql/nodes.ts';

/** Seconds; NULL for a call that says it was not streamed, which some give their whole duration. */
export function timeToFirstToken(reading: Reading): Expression {
  const seconds = reading.reader.once('claimed_timeToFirstToken', () => claimedFirstToken(reading));
  return isNothing(seconds) ? seconds : call('if', isWithin(seconds, reading), seconds, nothing);
}

/** What the row says of it, within its bounds or not. */
export function claimedFirstToken({ reader, spans }: Pick<Reading, 'reader' | 'spans'>): Expression {
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
  const said = [...(isNothing(written) ? [] : [own]), ...marks];
  const seconds = said.length === 0 ? noNumber : call('coalesce', ...said, nothing);
  const streaming = reader.text('streaming');
  return isNothing(streaming)
    ? seconds
    : call('if', infix('!=', call('lower', streaming), text('false')), seconds, nothing);
}
