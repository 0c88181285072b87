import { dialectsPresent } from '../../canonical/claims.ts';
import { emptyOf, type SpanField } from '../../canonical/spanfield.ts';
import { facts, type Fact, type SpanFactId } from '../../catalogue/facts.ts';
import { tagFields } from '../../catalogue/fields.ts';
import { rowField, rowTime, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { span, trace } from './identity.ts';
import { spanRows, type SpanRequest } from './spans.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  number,
  over,
  same,
  subquery,
  text,
  type Expression,
  type Query,
  type Select,
} from '../../sql/nodes.ts';

type Inner = 'innerCalls' | 'innerTools';

/** Which calls a fact's spans may hold in their texts, of the dialects that the census saw; null for none. */
export function innerOf(
  { census, spans }: Context,
  fact: SpanFactId
): { field: Inner; keys: readonly string[] } | null {
  const field: Inner | null = fact === 'requests' ? 'innerCalls' : fact === 'tools' ? 'innerTools' : null;
  if (!field || !census || !spans.traceId || !spans.spanId) {
    return null;
  }
  const seen = [...census.scopes, ...census.bareScopes];
  const keys = dialectsPresent(census).flatMap(({ overrides }) => {
    const { keys: own = [], scopes = [] } = overrides[field] ?? {};
    return scopes.some((name) => seen.some((scope) => scope.startsWith(name.replace(/\*$/, '')))) ? own : [];
  });
  return keys.length > 0 ? { field, keys } : null;
}

/** What a call inside a text has of the span around it; times, errors and everything counted are the span's own. */
const shared: readonly SpanField[] = [
  ...['provider', 'requestModel', 'responseModel', 'service', 'dialect', 'rank', 'spanName', 'weight', 'counted'],
  ...tagFields,
] as SpanField[];

/**
 * Adds calls that only the text of a span tells of. Where the trace has spans of calls, those are counted, and of the texts only what the
 * spans of these calls say themselves. A message that several spans have is one call.
 */
export function withInnerCalls(
  context: Context,
  rows: Select,
  calls: Query,
  { field, keys }: { field: Inner; keys: readonly string[] },
  fact: SpanFactId,
  asked: SpanRequest
): Select {
  const { operations, ...others } = asked;
  const wanted: readonly SpanField[] = ['operation', 'service', ...asked.fields, field];
  const holders = spanRows(context, { ...others, fields: [...new Set(wanted)], anyOf: keys });
  const one = column('_inner');
  const part = (index: number) => call('tupleElement', one, number(index));
  const isCall = infix('IN', column(rowField('operation')), array((operations ?? []).map(text)));
  const apart: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: '_place', value: call('arrayJoin', call('arrayEnumerate', column(rowField(field)))) },
      { as: '_inner', value: call('arrayElement', column(rowField(field)), column('_place')) },
    ],
    from: from(holders),
    where: infix(
      'OR',
      isCall,
      infix('NOT IN', trace, subquery({ kind: 'select', columns: [{ as: 'id', value: trace }], from: from(calls) }))
    ),
  };
  const id = fact === 'requests' ? part(1) : text('');
  const numbered = call('concat', span, text('#'), call('toString', column('_place')));
  const first: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      {
        as: '_first',
        value: over(
          call('first_value', numbered),
          [column(rowField('service')), call('if', equal(id, text('')), numbered, id)],
          [column(rowTime), numbered]
        ),
      },
      { as: '_number', value: numbered },
    ],
    from: from(apart),
  };
  const said: Readonly<Partial<Record<string, Expression>>> = {
    [rowField('operation')]: text((facts[fact] as Fact).operations?.[0] ?? ''),
    ...(fact === 'requests'
      ? {
          [rowField('responseId')]: part(1),
          [rowField('inputTokens')]: part(2),
          [rowField('outputTokens')]: part(3),
        }
      : { [rowField('toolName')]: one }),
    [spanIds.span]: column('_number'),
  };
  const names = rows.columns.filter(({ step }) => !step).map(({ as }) => as);
  const kept = new Set<string>([rowTime, ...Object.values(spanIds), ...shared.map(rowField)]);
  const both: Query = {
    kind: 'union',
    all: [
      { kind: 'select', columns: names.map(same), from: from(rows) },
      {
        kind: 'select',
        columns: names.map((as) => ({
          as,
          value:
            said[as] ??
            (kept.has(as) || as.startsWith('_attr:') || as.startsWith('_resource:')
              ? column('i', as)
              : emptyOf(as.slice(1))),
        })),
        from: { kind: 'query', query: first, as: 'i' },
        where: equal(column('_first'), column('_number')),
      },
    ],
  };
  return { kind: 'select', columns: names.map(same), from: from(both) };
}
