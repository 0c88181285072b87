import { firstNonEmpty } from '../../../sql/missing.ts';
import {
  call,
  column,
  from,
  infix,
  nothing,
  number,
  same,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../../sql/nodes.ts';
import type { TableDescription } from '../../description.ts';
import type { Attributes } from '../attributes/attributes.ts';
import type { Bounds, Rows, SpanColumns } from '../layout.ts';
import type { Kept } from '../otel/kept.ts';
import { writtenIn } from '../otel/logs.ts';
import { between, inAny, rowsOf, withConditions } from '../rows.ts';
import { beginsTurn, eventOf, isOfScopes, isRead } from './records.ts';

/** A record is written when what it tells of has ended: this is the longest that it is believed to have taken. */
const longestMs = 3_600_000;

/** Attributes that name the turn of a record, and its session. */
const turnKeys = ['prompt.id', 'prompt_id'];
const sessionKeys = ['session.id', 'conversation.id'];

const readColumns = [
  ...['Timestamp', 'TraceId', 'SpanId', 'ServiceName', 'ScopeName', 'ScopeVersion'],
  ...['ResourceAttributes', 'ResourceAttributesKeys', 'LogAttributes', 'LogAttributesKeys'],
];

const written = column('Timestamp');
/** What is made of a record, once for all that ask for it. */
const made = {
  event: column('record_event'),
  milliseconds: column('record_milliseconds'),
  began: column('record_began'),
  turn: column('record_turn'),
  session: column('record_session'),
  all: column('record_all'),
  trace: column('record_trace'),
  span: column('record_span'),
  parent: column('record_parent'),
} as const;

/** Reads log records as spans that end at the record's time. */
export function recordSpans(table: TableDescription, kept: Kept): SpanColumns {
  const { columns } = table;
  const attributes = kept.attributes('LogAttributes', columns);
  const all = kept.all(column('LogAttributes'));
  const own = (name: string): Expression | null => (name in columns ? column(name) : null);
  const scope = own('ScopeName');
  const near = rowsOf(table, ({ from: first, to }) =>
    writtenIn(table)({ from: first, to: call('addMilliseconds', to, number(longestMs)) })
  );
  const read = readColumns.filter((name) => name in columns);
  const said = saidBy(columns, attributes, all.values);
  const passed = [...read, ...said.map(({ as }) => as)];
  function rows(times: readonly Bounds[]): Rows {
    const selected = withConditions(near(times), scope ? [isOfScopes(scope)] : []);
    const told: Select = { kind: 'select', columns: [...read.map(same), ...said], ...selected };
    const spans: Select = {
      kind: 'select',
      columns: [...passed.map(same), ...madeOfSaid],
      from: from(told),
      where: isRead(made.event, attributes),
    };
    return { from: from(spans), where: inAny(times, between(made.began)) };
  }
  return {
    rows,
    time: made.began,
    traceId: made.trace,
    spanId: made.span,
    parentId: made.parent,
    name: made.event,
    service: column('ServiceName'),
    scope,
    seconds: infix('/', made.milliseconds, number(1e3)),
    failed: null,
    statusMessage: null,
    traceState: null,
    attributes,
    resource: kept.attributes('ResourceAttributes', columns).value,
    events: null,
    onlyGenAi: true,
    lacks: [],
    shown: {
      kind: null,
      scopeVersion: own('ScopeVersion'),
      attributes: all,
      resource: kept.all(column('ResourceAttributes')),
      eventAttributes: null,
      links: null,
    },
  };
}

/** What a record says of itself, in columns that the next ones are made of: within one SELECT each would be its whole text again. */
function saidBy(columns: TableDescription['columns'], { value }: Attributes, values: Expression): Output[] {
  const places = ['EventName', 'Body'].filter((name) => name in columns).map((name) => column(name));
  const first = (keys: readonly string[]): Expression => firstNonEmpty(keys.map(value), '');
  return [
    output(made.event, eventOf([value('event.name'), ...places])),
    output(made.milliseconds, sensible(call('toFloat64OrNull', value('duration_ms')))),
    output(made.turn, first(turnKeys)),
    output(made.session, first(sessionKeys)),
    // Records that an exporter sent twice are alike in all of it, others in some of it.
    output(made.all, call('concat', call('toString', written), column('SpanId'), call('toString', values))),
  ];
}

const hasTurn = isSaid(made.turn);
const begun = digits('halfMD5', call('concat', text('turn '), made.turn));

const madeOfSaid: readonly Output[] = [
  output(
    made.began,
    call(
      'subtractNanoseconds',
      written,
      call('toInt64', infix('*', call('ifNull', made.milliseconds, number(0)), number(1e6)))
    )
  ),
  // A turn without a trace is one by its own id, so that its calls and tools are found together.
  output(
    made.trace,
    call(
      'multiIf',
      isSaid(column('TraceId')),
      column('TraceId'),
      hasTurn,
      digits('MD5', made.turn),
      isSaid(made.session),
      digits('MD5', made.session),
      digits('MD5', made.all)
    )
  ),
  output(made.span, call('if', infix('AND', hasTurn, beginsTurn(made.event)), begun, digits('halfMD5', made.all))),
  // The span that a record was written in is in another table.
  output(made.parent, call('if', hasTurn, call('if', beginsTurn(made.event), text(''), begun), column('SpanId'))),
];

function output(name: Expression, value: Expression): Output {
  return { as: name.kind === 'column' ? name.path.join('.') : '', value };
}

const sensible = (milliseconds: Expression): Expression =>
  call(
    'if',
    infix('AND', infix('>=', milliseconds, number(0)), infix('<=', milliseconds, number(longestMs))),
    milliseconds,
    nothing
  );

function isSaid(value: Expression): Expression {
  return infix('!=', value, text(''));
}

/** A hash as hexadecimal digits, 32 of MD5 and 16 of halfMD5. */
function digits(hash: 'MD5' | 'halfMD5', value: Expression): Expression {
  const hex = call('lower', call('hex', call(hash, value)));
  return hash === 'MD5' ? hex : call('leftPad', hex, number(16), text('0'));
}
