import type { Reading } from './reading.ts';
import { all, any, firstNonEmpty, isNothing } from '../sql/missing.ts';
import { call, equal, infix, number, text, type Expression } from '../sql/nodes.ts';

type Read = Pick<Reading, 'reader' | 'spans'>;

/** Why the model stopped; `length` where only the error says that the answer is incomplete. */
export function finishReason(reading: Read): Expression {
  const said = reading.reader.text('finishReason');
  const cutOff = isCutOff(reading);
  return isNothing(cutOff) ? said : firstNonEmpty([said, call('if', cutOff, text('length'), text(''))], '');
}

/**
 * Whether a row that looks failed was only cut off at the token limit. The Responses API ends such an answer with
 * `response.incomplete`, reason `max_output_tokens`, and instrumentations set the status to Error.
 */
export function isTruncation(reading: Read): Expression {
  const { reader, spans } = reading;
  const reason = reader.text('finishReason');
  const message = messageOf(reading);
  const ended = isNothing(reason)
    ? number(0)
    : all([
        equal(reason, text('length')),
        ...(isNothing(message) ? [] : [equal(message, text(' '))]),
        ...(spans.events ? [call('not', spans.events.has('exception'))] : []),
      ]);
  return any([ended, isCutOff(reading)]);
}

const isCutOff = (reading: Read): Expression => {
  const message = messageOf(reading);
  const reason = reading.reader.text('finishReason');
  return isNothing(message)
    ? number(0)
    : infix(
        'AND',
        call('match', message, text('(?i)incomplete')),
        any([
          call('match', message, text('(?i)max_(output_)?tokens')),
          ...(isNothing(reason) ? [] : [equal(reason, text('length'))]),
        ])
      );
};

/** The type and message of the row's error, ' ' where it has none. */
function messageOf({ reader, spans }: Read): Expression {
  const said = [
    reader.text('errorType'),
    reader.text('errorMessage'),
    spans.statusMessage ? spans.statusMessage : text(''),
  ];
  const some = said.filter((part) => !isNothing(part));
  return some.length === 0 ? text('') : reader.once('error_said', () => call('concat', text(' '), ...some));
}
