import type { Reading } from './reading.ts';
import { call, infix, number, text, type Expression } from '../sql/nodes.ts';

/** Spans that this one stands for: what a sampler left out comes back as weight. */
export function weight({ reader, spans }: Reading): Expression {
  const rate = call('toFloat64OrNull', reader.value('SampleRate'));
  if (!spans.traceState) {
    return call('greatest', call('ifNull', rate, number(1)), number(1));
  }
  // OpenTelemetry's `ot=th:c` rejects what lies under 0xc0000000000000 of 2^56: one in four is kept.
  const threshold = call('extract', spans.traceState, text('(?:^|,)ot=(?:[^,]*;)?th:([0-9a-f]{1,14})'));
  const rejected = infix(
    '/',
    call('reinterpretAsUInt64', call('reverse', call('unhex', call('rightPad', threshold, number(14), text('0'))))),
    number(2 ** 56)
  );
  const kept = infix('/', number(1), infix('-', number(1), rejected));
  return call(
    'greatest',
    call('ifNull', rate, call('if', infix('!=', threshold, text('')), kept, number(1))),
    number(1)
  );
}
