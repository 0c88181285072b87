import { facts } from '../catalogue/facts.ts';
import { key, placeFields } from '../compile/rows/identity.ts';
import { spansOf, wrappersOf } from '../compile/rows/mergecalls.ts';
import { withTwins } from '../compile/rows/twins.ts';
import { rowField } from '../compile/context/columnnames.ts';
import type { Context } from '../compile/context/context.ts';
import { spanIds } from '../compile/context/columnnames.ts';
import { spanRows } from '../compile/rows/spans.ts';
import { timesOf } from '../compile/context/times.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  named,
  number,
  subquery,
  text,
  type Expression,
  type Query,
  type Select,
} from '../sql/nodes.ts';

const span = column(spanIds.span);
const peers = { peers: true };
const { operations, identity } = facts.requests;

/** The relation of a request's span to another span about the same call. */
export type Relation = 'own' | 'same_response' | 'enclosed' | 'below_call' | 'wrapper';

/**
 * Counts the spans of requests by relation, service and dialect.
 *
 * `rows` counts spans as written, `spans` distinct ones: the difference was exported twice.
 */
export function relations(context: Context): Query {
  const { traceId, spanId } = context.spans;
  return traceId && spanId ? related(context) : unrelated;
}

function related(context: Context): Query {
  const rows = (fields: ReturnType<typeof placeFields>): Select =>
    spanRows(context, {
      fields,
      attributes: [],
      resources: [],
      operations,
      times: timesOf(context),
      withIds: true,
    });
  const seen = named('calls_seen', rows(['rank']));
  const twinned = withTwins(rows([...placeFields(identity, peers), 'service', 'dialect']), identity, peers);
  const twin = column('_twin');
  const relation = call(
    'multiIf',
    infix('IN', key(span), subquery(wrappersOf(seen))),
    is('wrapper'),
    infix('!=', column('_same'), span),
    is('same_response'),
    infix('!=', twin, span),
    is('enclosed'),
    infix('IN', key(column(spanIds.parent)), subquery(spansOf(seen))),
    is('below_call'),
    is('own')
  );
  const told: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: 'relation', value: relation },
    ],
    from: from(twinned),
  };
  return {
    kind: 'select',
    columns: [
      { as: 'relation', value: column('relation') },
      { as: 'service', value: column(rowField('service')) },
      { as: 'dialect', value: column(rowField('dialect')) },
      { as: 'rows', value: call('count') },
      { as: 'spans', value: call('uniqExact', column(spanIds.trace), span) },
    ],
    from: from(told),
    where: infix('!=', column(spanIds.trace), text('')),
    groupBy: [column('relation'), column('service'), column('dialect')],
    orderBy: [{ by: column('rows'), direction: 'DESC' }],
  };
}

const is = (relation: Relation): Expression => text(relation);

const unrelated: Query = {
  kind: 'select',
  columns: ['relation', 'service', 'dialect', 'rows', 'spans'].map((as) => ({ as, value: text('') })),
  from: { kind: 'table', path: ['system', 'one'] },
  where: equal(number(0), number(1)),
};
