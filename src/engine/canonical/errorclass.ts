import type { Reader } from './reader.ts';
import type { SpanColumns } from '../source/layouts/layout.ts';
import { withGeneric } from '../source/sources.ts';
import { firstNonEmpty } from '../sql/missing.ts';
import { array, bound, call, column, infix, text, type Expression } from '../sql/nodes.ts';

/** Classes of errors, the first that matches. The texts are type, status and message of the error, joined. */
const patterns: readonly (readonly [string, string])[] = [
  [
    'context_overflow',
    'context.?(length|window|overflow)|maximum context|prompt is too long|input is too long|too many input tokens|exceeds? the (maximum|model).{0,30}tokens|string_above_max_length|tokenlimiterror',
  ],
  // The server's own words go before a client's name for them: `ModelRateLimitError: Error code: 529 - overloaded_error`.
  ['server', 'overloaded_error|error code: 5[0-9][0-9]'],
  ['rate_limit', 'rate.?limit|throttl|too.?many.?requests|resource.?exhausted|quota|(^|[^0-9])429([^0-9]|$)'],
  [
    'auth',
    'auth(entication|orization)?.?(error|exception|failed)|unauthori[sz]ed|(invalid|incorrect).{0,8}api.?key|permission.?denied|access.?denied|forbidden|invalid_api_key|(^|[^0-9])40[13]([^0-9]|$)',
  ],
  [
    'content_filter',
    // A module of Guardrails AI (`guardrails.classes.llm`) and its site are in each of its errors.
    'content.?filter|content.?policy|safety|blocked|guardrail($|[^s]|s$|s[^.a])|moderation|responsibleai',
  ],
  ['timeout', 'time.?d?.?out|deadline|(^|[^0-9])(408|504)([^0-9]|$)|etimedout'],
  [
    'server',
    'overloaded|internal.?server|server.?(had an )?error|service.?unavailable|bad.?gateway|internal.?error|apierror|connection|econn|network error|fetch failed|(^|[^0-9])5[0-9][0-9]([^0-9]|$)',
  ],
];

/**
 * A line of a stack trace that names a time-out: `httpcore.ReadTimeout: timed out`, `Caused by: java.net.SocketTimeoutException`, where
 * the error itself is `Connection error.`; a line of source or a frame begins with a space and is none.
 */
const timeoutLine =
  '(^|\\n)( *\\[cause\\]: |caused by: |[a-z]+ \\[)?([a-z0-9_$]+\\.)*[a-z0-9_$]*time(d_?)?out[a-z0-9_$]*(\\]|:|\\r?\\n|$)';

/** Classes that a stack trace may tell more exactly. */
const vague: readonly string[] = ['server', 'other'];

/** The class of a failed call's error, `other` where nothing tells; only its class leaves the database. */
export function errorClass({ reader, spans }: { reader: Reader; spans: SpanColumns }): Expression {
  const parts = [
    reader.text('errorType'),
    reader.text('httpStatus'),
    reader.text('errorMessage'),
    ...(spans.statusMessage ? [meant(spans.statusMessage, reader)] : []),
    ...(spans.events
      ? ['exception.type', 'exception.message'].map((key) =>
          call('arrayStringConcat', spans.events?.attribute(key) ?? text(''), text(' '))
        )
      : []),
  ];
  const joined = call(
    'lower',
    call('concat', ...parts.flatMap((part, index) => (index > 0 ? [text(' '), part] : [part])))
  );
  const told = call(
    'multiIf',
    ...patterns.flatMap(([name, pattern]) => [call('match', joined, text(pattern)), text(name)]),
    text('other')
  );
  const traces = spans.events
    ? call('lower', call('arrayStringConcat', spans.events.attribute('exception.stacktrace'), text('\n')))
    : null;
  const ofClass = (name: Expression): Expression =>
    traces
      ? call(
          'if',
          infix('AND', infix('IN', name, array(vague.map(text))), call('match', traces, text(timeoutLine))),
          text('timeout'),
          name
        )
      : name;
  return call('if', column('_failed'), bound('class', told, ofClass(column('class'))), text(''));
}

/** What a row says of its error: a message, or else its type; '' where it has none. */
export function errorText({ reader, spans }: { reader: Reader; spans: SpanColumns }): Expression {
  const thrown = (key: string): Expression =>
    spans.events ? call('arrayStringConcat', spans.events.attribute(key), text('\n')) : text('');
  return firstNonEmpty(
    [
      reader.text('errorMessage'),
      spans.statusMessage ? meant(spans.statusMessage, reader) : text(''),
      thrown('exception.message'),
      reader.text('errorType'),
      thrown('exception.type'),
    ],
    ''
  );
}

/** The status' message but for those that say nothing. */
const meant = (written: Expression, { speaking }: Reader): Expression =>
  withGeneric(speaking).reduce((message, { overrides }) => overrides.statusMessage?.(message) ?? message, written);
