import { overridden } from './overridden.ts';
import { type Reading, isSaid } from './reading.ts';
import { isTruncation } from './truncated.ts';
import { any, isNothing } from '../sql/missing.ts';
import { call, equal, infix, number, text, type Expression } from '../sql/nodes.ts';

export function failed(reading: Reading): Expression {
  const { reader, spans } = reading;
  const seen = any([
    spans.failed ?? number(0),
    isSaid(reader.text('errorType')),
    is(reader.text('level'), 'error'),
    is(reader.text('toolFailed'), 'true'),
    ...overridden('failed', reading),
    ...(spans.events ? [spans.events.has('exception')] : []),
  ]);
  const truncation = isTruncation(reading);
  return isNothing(seen) || isNothing(truncation) ? seen : infix('AND', seen, call('not', truncation));
}

const is = (value: Expression, what: string): Expression =>
  isNothing(value) ? number(0) : equal(call('lower', value), text(what));
