import { fields, isNumber, type FieldId } from '../../catalogue/fields.ts';
import { membersColumn, rowField, rowTime, spanIds } from '../context/columnnames.ts';
import { type Identity, trace, span, parent, rank, key, kin } from './identity.ts';
import { withTwins } from './twins.ts';
import type { Nesting } from '../../source/census.ts';
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
  same,
  subquery,
  text,
  type Expression,
  type Query,
  type Select,
} from '../../sql/nodes.ts';

/**
 * Merges spans to one row per call, however many spans describe it.
 *
 *   spans
 *     │ 1. twin    the better span with the same response id, or else the sibling of better rank that contains it,
 *     │            or else the span of another scope around it with the same model and usage
 *     │ 2. parent  a call directly below a call is the same call; a call above several is a wrapper and is dropped.
 *     │            For tools, both must be calls of the same tool
 *     │ 3. top     the call that the chain leads to: a framework's span, the client's below, the gateway's below that
 *   calls          grouped, with each field from the best span that has it
 *
 * Example: Anthropic's SDK writes its own span, below OpenTelemetry's and next to OpenLLMetry's.
 *
 * `rows` need the ids and the place fields; `light` are the same rows with nothing else. Columns keep their names.
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
      ...[rowTime, spanIds.trace, rowField('rank'), ...names].filter(once).filter(isOfSpan).map(same),
      { as: '_own', value: span },
      {
        as: '_call',
        value: call(
          'multiIf',
          // A span without an id cannot be merged with others.
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
    from: { kind: 'query', query: followed(members, nesting.chains), as: 'm' },
    groupBy: [trace, column('_call')],
  };
}

/** Follows members to the top, the number of times; each doubles the levels that are followed: 3, 5, 9. */
const followed = (members: Select, times: number): Select =>
  times > 0 ? followed(withTop(members), times - 1) : members;

/** Follows a member's call to the call of the span that it was merged into. Members are found by their own id and their call's. */
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

export function spansOf(seen: Query, identity?: Identity): Select {
  return { kind: 'select', columns: [{ as: 'id', value: key(span, identity) }], from: from(seen) };
}

/** Selects wrappers: spans with several calls of equal rank directly below. Two attempts of an SDK are one call of the span above. */
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

function merged(name: string, order: Expression, identity: Identity): Expression {
  if (name === membersColumn) {
    return call('arrayStringConcat', call('groupUniqArray', column('m', spanIds.home)), text('\n'));
  }
  const field = name.slice(1);
  const value = column('m', name);
  // A framework passes a tool's error to the model, and its own span succeeds.
  if (field === 'failed' && identity === 'toolCallId') {
    return call('max', value);
  }
  // A span that excludes cached tokens without reporting them has the smaller number: Langtrace above Anthropic's SDK.
  if (field === 'inputTokens') {
    return call('max', value);
  }
  // The provider's SDK copies what was counted; OpenLLMetry adds one to the output of Anthropic's streams.
  if (field === 'outputTokens') {
    const counted = call('argMinIf', value, order, equal(column('m', rowField('rank')), number(1)));
    return call('ifNull', counted, call('argMin', value, order));
  }
  if (field === 'errorClass') {
    const known = infix('AND', infix('!=', value, text('')), infix('!=', value, text('other')));
    const best = call('argMinIf', value, order, known);
    return call('if', infix('!=', best, text('')), best, call('max', value));
  }
  const isText = !(field in fields) || !isNumber(field as FieldId);
  // A framework writes 0 for what its client's span knows: LangChain's callback no cached tokens, the client's span 4500.
  if (fields[field as FieldId] === 'count') {
    return call('argMin', value, call('tuple', infix('<=', value, number(0)), order));
  }
  return numeric.has(field) || !isText
    ? call('argMin', value, order)
    : call('argMinIf', value, order, infix('!=', value, text('')));
}

/** Derived fields that are numbers, of which argMin skips NULL. */
const numeric = new Set(['failed', 'seconds', 'rank', 'weight', 'counted']);

const isOfSpan = (name: string): boolean => name !== membersColumn;
const once = (name: string, index: number, all: readonly string[]): boolean => all.indexOf(name) === index;
