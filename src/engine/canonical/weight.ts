import type { Reading } from './reading.ts';
import { isNothing } from '../sql/missing.ts';
import { call, infix, number, text, type Expression } from '../sql/nodes.ts';

/** The attribute with the number of spans that a span stands for, which also tells of sampling to whom nobody told more. */
export const sampleRate = 'SampleRate';

type Read = Pick<Reading, 'reader' | 'spans' | 'settings'>;

/**
 * Spans that this one stands for, from 1 to the setting `maxWeight`: what a sampler left out comes back as weight. A rate
 * that is no number counts as 1, and so does a `tracestate` unless a setting says that it is the user's own sampler's:
 * whoever calls a service can send one, and `ot=th:ffffffffffffff` would stand for 2^56 calls.
 */
export function weight(reading: Read): Expression {
  const claims = claimed(reading);
  return claims.length === 0
    ? number(1)
    : call('greatest', call('least', call('multiIf', ...claims, number(1)), mostOf(reading)), number(1));
}

/** Whether the row claims to stand for more spans than it counts as. */
export function isCapped(reading: Read): Expression {
  const claims = claimed(reading);
  return claims.length === 0 ? number(0) : infix('>', call('multiIf', ...claims, number(1)), mostOf(reading));
}

/** Whether the row's `tracestate` has a threshold that counts for nothing, because no setting says whose it is. */
export function isIgnored({ spans, settings, reader }: Read): Expression {
  if (settings.traceStateWeights || !spans.traceState) {
    return number(0);
  }
  const rate = rateOf(reader);
  const threshold = infix('!=', thresholdIn(spans.traceState), text(''));
  return isNothing(rate) ? threshold : infix('AND', threshold, call('isNull', rate));
}

const mostOf = ({ settings }: Read): Expression => number(settings.maxWeight);

/** Conditions and the weights that rows claim under them, in order. */
function claimed({ reader, spans, settings }: Read): Expression[] {
  const rate = rateOf(reader);
  // NaN is not greater than 0.
  const ofRate = isNothing(rate)
    ? []
    : [call('ifNull', infix('>', rate, number(0)), number(0)), call('assumeNotNull', rate)];
  if (!settings.traceStateWeights || !spans.traceState) {
    return ofRate;
  }
  // OpenTelemetry's `ot=th:c` rejects what lies under 0xc0000000000000 of 2^56: one in four is kept.
  const threshold = thresholdIn(spans.traceState);
  const rejected = infix(
    '/',
    call('reinterpretAsUInt64', call('reverse', call('unhex', call('rightPad', threshold, number(14), text('0'))))),
    number(2 ** 56)
  );
  return [...ofRate, infix('!=', threshold, text('')), infix('/', number(1), infix('-', number(1), rejected))];
}

const rateOf = (reader: Reading['reader']): Expression => {
  const said = reader.value(sampleRate);
  return isNothing(said) ? said : call('toFloat64OrNull', said);
};

const thresholdIn = (traceState: Expression): Expression =>
  call('extract', traceState, text('(?:^|,)ot=(?:[^,]*;)?th:([0-9a-f]{1,14})'));
