import { fields, isNumber, type FieldId } from '../../catalogue/fields.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  named,
  number,
  over,
  subquery,
  text,
  type Expression,
  type Output,
  type Query,
  type Select,
} from '../../sql/nodes.ts';
import type { Nesting } from '../../source/census.ts';
import { rowField, rowTime } from '../context/context.ts';
import type { SpanField } from '../../canonical/derived.ts';
import { spanIds } from './spans.ts';

/** A field that spans of one call share. */
export type Identity = 'responseId' | 'toolCallId';

/** What a span has in common with the one above it where both are about one call: a tool may well run another. */
const kinship: Readonly<Record<Identity, readonly SpanField[]>> = { responseId: [], toolCallId: ['toolName'] };

/** Fields that tell a span's place: among those above and below it, and among the others of its trace too. */
export const lightFields = (identity: Identity): SpanField[] => ['rank', ...kinship[identity]];
export const placeFields = (identity: Identity, { peers }: Peers): SpanField[] => [
  ...lightFields(identity),
  'seconds',
  identity,
  ...(peers ? likeness[identity] : []),
];

type Peers = Pick<Nesting, 'peers'>;

/**
 * What two instrumentations of one application say alike of one call. Those of LangChain and of the client below it write
 * siblings where LangChain's callbacks make no span current: OpenLLMetry's for JavaScript are both on by default.
 */
const likeness: Readonly<Record<Identity, readonly SpanField[]>> = {
  responseId: ['operation', 'requestModel', 'inputTokens', 'outputTokens', 'failed'],
  toolCallId: [],
};

const trace = column(spanIds.trace);
const span = column(spanIds.span);
const parent = column(spanIds.parent);
const rank = column(rowField('rank'));

/** Two spans that start and end together may differ by this much: microseconds. */
const slack = 1000;

/**
 * One row a call, whoever wrote about it.
 *
 *   spans
 *     │ 1. twin    the better span with the same response id, else the sibling of better rank that it lies inside of,
 *     │            else the one of another scope around it that says the same model and usage
 *     │ 2. parent  a call directly below a call is the same one; a call above several is a wrapper and goes.
 *     │            Of tools that is so where both are calls of the same tool
 *     │ 3. top     the call that this one's is taken for: a framework's span, the client's below, the gateway's below that
 *   calls          grouped, each field from the best span that has it
 *
 * Example: Anthropic's SDK writes a span of its own, below OpenTelemetry's and beside OpenLLMetry's.
 *
 * `rows` need the ids and the place fields; `light` are the same rows with nothing else. Columns stay what they are.
 */
export function oneRowACall(
  rows: Select,
  light: Select,
  names: readonly string[],
  identity: Identity,
  nesting: Nesting
): Select {
  const seen = named('calls_seen', light);
  const twinned = nesting.siblings ? withTwins(rows, identity, nesting) : rows;
  const own = nesting.siblings ? column('_twin') : span;
  const wrappers = nesting.wrappers ? subquery(wrappersOf(seen, identity)) : null;
  const members: Select = {
    kind: 'select',
    columns: [
      ...[rowTime, spanIds.trace, rowField('rank'), ...names].filter(once).map(same),
      { as: '_own', value: span },
      {
        as: '_call',
        value: call(
          'multiIf',
          // A span without an id is about no other.
          equal(span, text('')),
          call('concat', text('#'), call('toString', call('rowNumberInAllBlocks'))),
          ...(nesting.children ? [belowCall(own, subquery(spansOf(seen, identity)), wrappers, identity), parent] : []),
          own
        ),
      },
    ],
    from: from(twinned),
    ...(wrappers ? { where: infix('NOT IN', key(span, identity), wrappers) } : {}),
  };
  const order = call('tuple', rank, column('m', rowTime), column('_own'));
  return {
    kind: 'select',
    columns: [
      { as: rowTime, value: call('argMin', column('m', rowTime), order) },
      { as: spanIds.trace, value: trace },
      ...names
        .filter((name) => name !== rowTime && name !== spanIds.trace)
        .map((name) => ({ as: name, value: merged(name, order, identity) })),
    ],
    from: { kind: 'query', query: nesting.chains ? withTop(members) : members, as: 'm' },
    groupBy: [trace, column('_call')],
  };
}

/** Members whose call is that of the span that they were taken for. Each is looked up under its own id and under its call's. */
function withTop(members: Select): Select {
  const [id, isOwn] = [1, 2].map((index) => call('tupleElement', column('_link'), number(index))) as [
    Expression,
    Expression,
  ];
  const top = over(call('maxIf', column('_call'), equal(isOwn, number(1))), [trace, id], []);
  const links: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: '_top', value: top },
    ],
    from: {
      kind: 'query',
      query: {
        kind: 'select',
        columns: [
          { as: '*', value: column('*') },
          {
            as: '_link',
            value: call(
              'arrayJoin',
              array([call('tuple', column('_own'), number(1)), call('tuple', column('_call'), number(0))])
            ),
          },
        ],
        from: from(members),
      },
    },
  };
  return {
    kind: 'select',
    columns: members.columns.map(({ as }) =>
      as === '_call'
        ? { as, value: call('if', infix('!=', column('l', '_top'), text('')), column('l', '_top'), column('l', as)) }
        : { as, value: column('l', as) }
    ),
    from: { kind: 'query', query: links, as: 'l' },
    where: equal(call('tupleElement', column('l', '_link'), number(2)), number(0)),
  };
}

function belowCall(own: Expression, calls: Expression, wrappers: Expression | null, identity: Identity): Expression {
  const above = key(parent, identity);
  return infix(
    'AND',
    infix('!=', parent, text('')),
    equal(own, span),
    infix('IN', above, calls),
    ...(wrappers ? [infix('NOT IN', above, wrappers)] : [])
  );
}

/** Each span with the id of its twin, its own where it has none. */
export function withTwins(rows: Select, identity: Identity, { peers }: Peers): Select {
  const id = column(rowField(identity));
  const none = equal(id, text(''));
  const shared = (value: Expression) =>
    over(
      call('first_value', value),
      [trace, call('if', none, call('concat', text('#'), span), id)],
      [rank, column(rowTime), span]
    );
  const identified: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      // A gateway's cache answers two requests with one id: those are of one scope.
      {
        as: '_same',
        value: call('if', equal(shared(column(spanIds.scope)), column(spanIds.scope)), span, shared(span)),
      },
      {
        as: '_end',
        value: infix(
          '+',
          call('toUnixTimestamp64Micro', call('toDateTime64', column(rowTime), number(6))),
          call('toInt64', infix('*', call('ifNull', column(rowField('seconds')), number(0)), number(1e6)))
        ),
      },
    ],
    from: from(rows),
  };
  const used = [column(rowField('inputTokens')), column(rowField('outputTokens'))];
  const alike = peers ? likeness[identity].map((field) => column(rowField(field))) : [];
  // The same usage is enough, or that both failed: OpenInference's of LangChain puts its call below a chain's span, the
  // client's beside the chain, and a gateway's is below the client's HTTP request.
  const isSilent = infix('AND', call('isNull', call('coalesce', ...used)), call('not', column(rowField('failed'))));
  const group = [trace, call('if', isSilent, parent, text('')), ...alike];
  const longest = infix('-', number(0), column('_end'));
  const compared: Select =
    alike.length === 0
      ? identified
      : {
          kind: 'select',
          columns: [
            { as: '*', value: column('*') },
            {
              as: '_outer',
              value: over(call('first_value', column(spanIds.scope)), group, [column(rowTime), longest, rank, span]),
            },
          ],
          from: from(identified),
        };
  const around = (condition: Expression) =>
    over(
      call('maxIf', call('tuple', column('_end'), column('_same')), condition),
      [trace, parent],
      [column(rowTime), rank, span]
    );
  const application = equal(rank, number(0));
  const holds = (name: string) =>
    infix('>=', infix('+', call('tupleElement', column(name), number(1)), number(slack)), column('_end'));
  const isPeer = infix(
    'AND',
    application,
    infix('!=', column(spanIds.scope), column('_outer')),
    // What is directly below is told by that.
    infix('!=', parent, call('tupleElement', column('_around_peer'), number(2))),
    // Two ids are two calls.
    infix('OR', none, equal(call('tupleElement', column('_around_peer'), number(3)), text(''))),
    holds('_around_peer')
  );
  const enclosed: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: '_around', value: around(application) },
      { as: '_around_nameless', value: around(infix('AND', application, none)) },
      ...(alike.length === 0
        ? []
        : [
            {
              as: '_around_peer',
              value: over(
                call(
                  'maxIf',
                  call('tuple', column('_end'), column('_same'), id),
                  infix('AND', application, equal(column(spanIds.scope), column('_outer')))
                ),
                group,
                [column(rowTime), longest, rank, span]
              ),
            },
          ]),
    ],
    from: from(compared),
  };
  return {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      {
        as: '_twin',
        value: call(
          'multiIf',
          infix('!=', column('_same'), span),
          column('_same'),
          ...(alike.length === 0 ? [] : [isPeer, call('tupleElement', column('_around_peer'), number(2))]),
          equal(rank, number(0)),
          span,
          infix('AND', none, holds('_around')),
          call('tupleElement', column('_around'), number(2)),
          holds('_around_nameless'),
          call('tupleElement', column('_around_nameless'), number(2)),
          span
        ),
      },
    ],
    from: from(enclosed),
  };
}

export function spansOf(seen: Query, identity?: Identity): Select {
  return { kind: 'select', columns: [{ as: 'id', value: key(span, identity) }], from: from(seen) };
}

/** Spans with several calls of equal rank directly below: an SDK's two attempts are one call of what is above them. */
export function wrappersOf(seen: Query, identity: Identity = 'responseId'): Select {
  return {
    kind: 'select',
    columns: [{ as: 'id', value: key(parent, identity) }],
    from: from(seen),
    where: infix('AND', infix('!=', parent, text('')), equal(rank, number(0))),
    groupBy: [trace, parent, ...kin(identity)],
    having: infix('>', call('uniqExact', span), number(1)),
  };
}

export function key(id: Expression, identity: Identity = 'responseId'): Expression {
  return call('cityHash64', trace, id, ...kin(identity));
}

const kin = (identity: Identity): Expression[] => kinship[identity].map((field) => column(rowField(field)));

function merged(name: string, order: Expression, identity: Identity): Expression {
  const field = name.slice(1);
  const value = column('m', name);
  // A framework hands a tool's error to the model, and its own span ends well.
  if (field === 'failed' && identity === 'toolCallId') {
    return call('max', value);
  }
  // Who leaves cached tokens out and does not write them either has the smaller number: Langtrace above Anthropic's SDK.
  if (field === 'inputTokens') {
    return call('max', value);
  }
  if (field === 'errorClass') {
    const known = infix('AND', infix('!=', value, text('')), infix('!=', value, text('other')));
    const best = call('argMinIf', value, order, known);
    return call('if', infix('!=', best, text('')), best, call('max', value));
  }
  const isText = !(field in fields) || !isNumber(field as FieldId);
  return numeric.has(field) || !isText
    ? call('argMin', value, order)
    : call('argMinIf', value, order, infix('!=', value, text('')));
}

/** Derived fields that are numbers. argMin passes over NULL. */
const numeric = new Set(['failed', 'seconds', 'rank', 'weight', 'counted']);

const same = (name: string): Output => ({ as: name, value: column(name) });
const once = (name: string, index: number, all: readonly string[]): boolean => all.indexOf(name) === index;
