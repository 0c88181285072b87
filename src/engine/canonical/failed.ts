import { scopeConditions } from './claims.ts';
import type { Reader } from './reader.ts';
import { type Reading, isSaid } from './reading.ts';
import type { SpanColumns } from '../source/layouts/layout.ts';
import { any, isNothing } from '../sql/missing.ts';
import { call, equal, infix, number, text, type Expression } from '../sql/nodes.ts';

export function failed({ reader, spans }: Reading): Expression {
  return any([
    spans.failed ?? number(0),
    isSaid(reader.text('errorType')),
    is(reader.text('level'), 'error'),
    is(reader.text('toolFailed'), 'true'),
    ...silentFailures(reader, spans),
    ...(spans.events ? [spans.events.has('exception')] : []),
  ]);
}

function silentFailures(reader: Reader, { scope }: SpanColumns): Expression[] {
  return reader.speaking.flatMap((dialect) =>
    dialect.failedFinish !== undefined && scope
      ? [
          infix(
            'AND',
            any(scopeConditions(scope, dialect.claims.scopes)),
            is(reader.text('finishReason'), dialect.failedFinish),
            call('isNull', reader.number('outputTokens'))
          ),
        ]
      : []
  );
}
const is = (value: Expression, what: string): Expression =>
  isNothing(value) ? number(0) : equal(call('lower', value), text(what));
