import { rowTime, spanIds } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import { timesOf } from '../../context/times.ts';
import { canTell } from '../../rows/capabilities.ts';
import { spanRows } from '../../rows/spans.ts';
import { isNothing } from '../../../sql/missing.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  number,
  over,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../../sql/nodes.ts';
import { contentKeys, shownPairs } from '../content/pairs.ts';
import { redactedError } from '../content/redacted.ts';
import { jsonArray, jsonNumber, jsonText } from './json.ts';

/** Events of a span that are shown at most. */
const mostEvents = 128;
/** Characters of a stack trace. */
const mostOfStack = 8192;

/**
 * Selects each span as it was written, once. Without `content`, what users, models and tools wrote is left out in the database.
 */
export function shownSpans(context: Context, content: boolean, limited: (spans: Select) => Select): Select {
  const { spans } = context;
  const { shown } = spans;
  const rows = spanRows(context, {
    fields: ['spanName', 'service', ...(canTell(context, 'failed') ? (['failed'] as const) : [])],
    attributes: [],
    resources: [],
    times: timesOf(context),
    withIds: true,
    withHome: true,
    every: true,
  });
  const written: Output[] = [
    { as: 'written_seconds', value: spans.seconds ? call('toFloat64', spans.seconds) : number(0) },
    { as: 'written_kind', value: orEmpty(shown.kind) },
    { as: 'written_status', value: redactedError(orEmpty(spans.statusMessage), context.settings) },
    { as: 'written_version', value: orEmpty(shown.scopeVersion) },
    { as: 'written_tags', value: shownPairs(context, shown.attributes, content) },
    { as: 'left_out', value: content ? noTexts : contentKeys(context, shown.attributes) },
    {
      as: 'written_resource',
      value: jsonArray(shown.resource ? shownPairs(context, shown.resource, content) : noTexts),
    },
    { as: 'written_events', value: jsonArray(eventsOf(context, content)) },
    { as: 'written_links', value: jsonArray(linksOf(context)) },
    { as: 'written_stacks', value: jsonArray(stacksOf(context)) },
  ];
  const raw = limited({ ...rows, columns: [...rows.columns, ...written] });
  return {
    kind: 'select',
    columns: [{ as: '*', value: column('*') }],
    from: from({
      kind: 'select',
      columns: [
        { as: '*', value: column('*') },
        // A span that was exported twice is shown once.
        { as: 'copy', value: over(call('row_number'), [column(spanIds.home)], [column(rowTime)]) },
      ],
      from: from(raw),
    }),
    where: equal(column('copy'), number(1)),
  };
}

const noTexts = call('emptyArrayString');
const orEmpty = (value: Expression | null): Expression =>
  value === null || isNothing(value) ? text('') : call('ifNull', call('toString', value), text(''));

/** A time as nanoseconds since 1970, whatever its precision. */
export const nanoseconds = (time: Expression): Expression =>
  call('toUnixTimestamp64Nano', call('toDateTime64', time, number(9)));

/** A time as milliseconds since 1970, with a fraction. */
export const milliseconds = (time: Expression): Expression => infix('/', nanoseconds(time), number(1e6));

function eventsOf(context: Context, content: boolean): Expression {
  const { events, shown } = context.spans;
  if (!events) {
    return noTexts;
  }
  const ofEvent = shown.eventAttributes
    ? call(
        'arrayStringConcat',
        shownPairs(context, { keys: column('k'), values: column('v') }, content, { event: column('n') }),
        text(',')
      )
    : text('');
  const event = call(
    'concat',
    text('{"timestamp":'),
    jsonNumber(milliseconds(column('t'))),
    text(',"name":'),
    jsonText(call('toString', column('n'))),
    text(',"fields":['),
    ofEvent,
    text(']}')
  );
  const some = (of: Expression) => call('arraySlice', of, number(1), number(mostEvents));
  const { eventAttributes: pairs } = shown;
  return pairs
    ? call(
        'arrayMap',
        lambda(['n', 't', 'k', 'v'], event),
        ...[events.names, events.times, pairs.keys, pairs.values].map(some)
      )
    : call('arrayMap', lambda(['n', 't'], event), ...[events.names, events.times].map(some));
}

function linksOf({ spans: { shown } }: Context): Expression {
  const link = call(
    'concat',
    text('{"traceID":'),
    jsonText(call('toString', column('t'))),
    text(',"spanID":'),
    jsonText(call('toString', column('i'))),
    text('}')
  );
  return shown.links ? call('arrayMap', lambda(['t', 'i'], link), shown.links.traceIds, shown.links.spanIds) : noTexts;
}

function stacksOf({ spans: { events }, settings }: Context): Expression {
  if (!events) {
    return noTexts;
  }
  const written = call(
    'arrayFilter',
    lambda(['e'], infix('!=', column('e'), text(''))),
    events.attribute('exception.stacktrace')
  );
  return call('arrayMap', lambda(['e'], jsonText(redactedError(column('e'), settings, mostOfStack))), written);
}

/** The texts of a list as the items of a list in prose. */
export const inProse = (list: Expression): Expression => call('arrayStringConcat', list, text(', '));
