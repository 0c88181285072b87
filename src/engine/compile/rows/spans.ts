import { claimColumn, claimKeys, claimsOf, dialectOf, dialectsPresent } from '../../canonical/claims.ts';
import { derivations, fieldsBeside, keysBeside, needsDialect } from '../../canonical/derived.ts';
import { fieldsFor, meaningKeys, meantText, quotingKeys, unquoted } from '../../canonical/misnomers.ts';
import { isNamed } from '../../canonical/operation.ts';
import { Reader } from '../../canonical/reader.ts';
import type { SpanField } from '../../canonical/spanfield.ts';
import { fields, isNumber, type FieldId } from '../../catalogue/fields.ts';
import { rowField, rowTime, spanIds, attributeColumn, resourceColumn } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { oncePerCensus, type KeysParameter } from '../context/oncepercensus.ts';
import type { Dialect } from '../../source/dialects/dialect.ts';
import type { Bounds, SpanColumns } from '../../source/layouts/layout.ts';
import { withConditions } from '../../source/layouts/rows.ts';
import { markers, tagSources, type FieldSource } from '../../source/sources.ts';
import {
  array,
  call,
  column,
  equal,
  infix,
  number,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../sql/nodes.ts';

export interface SpanRequest {
  fields: readonly SpanField[];
  /** Span attributes that the user named, as columns `_attr:<key>`. */
  attributes: readonly string[];
  /** Resource attributes that the user named, as columns `_resource:<key>`. */
  resources: readonly string[];
  /** The canonical operations of the rows; all if left out. */
  operations?: readonly string[];
  times: readonly Bounds[];
  withIds?: boolean;
  /** Whether to say where each span was written. */
  withHome?: boolean;
  /** Keys of which a row must have at least one; the gen_ai markers if left out. */
  anyOf?: readonly string[];
  /** Whether to include spans of any kind. */
  every?: true;
  /** Whether all keys of a row are needed, because the caller reads them. */
  everyKey?: true;
  /** Whether to ignore the row's resource. */
  rowOnly?: boolean;
}

/** Selects gen_ai spans, with their time and the requested canonical fields, which are '' or NULL if missing. */
export function spanRows(context: Context, asked: SpanRequest): Select {
  return oncePerCensus(context, `spans ${JSON.stringify(asked)}`, (listed) => written(context, asked, listed));
}

function written(
  { spans, settings, census }: Pick<Context, 'spans' | 'settings' | 'census'>,
  asked: SpanRequest,
  listed: KeysParameter
): Select {
  const wanted: SpanField[] = [
    ...new Set<SpanField>([...(asked.operations ? ['operation' as const] : []), ...asked.fields]),
  ];
  const attributeTags: Record<string, readonly FieldSource[]> = Object.fromEntries(
    asked.attributes.map((key) => [attributeColumn(key), tagSources([key])])
  );
  const speaking = dialectsPresent(census);
  const isClaimed = wanted.some((field) => needsDialect(field, speaking));
  // If it is more than a column, it would be repeated for each dialect.
  const scope = spans.scope && spans.scope.kind !== 'column' ? column(scopeColumn) : spans.scope;
  const told = { ...spans, scope };
  const reader = new Reader(
    { ...spans.attributes, events: spans.events, scope, ...(asked.rowOnly ? {} : { resource: spans.resource }) },
    settings,
    {
      fields: [
        ...new Set([
          ...wanted.flatMap((field) => fieldsOf(field, speaking)),
          ...(asked.withIds ? ['requestHeaders' as const] : []),
        ]),
      ],
      tags: attributeTags,
      keys: [
        ...(isClaimed ? claimKeys : []),
        ...wanted.flatMap((field) => [...keysBeside(field, speaking), ...meaningKeys(field as FieldId, speaking)]),
        ...(asked.attributes.length > 0 ? quotingKeys(speaking) : []),
      ],
      present: census && [...census.keys, ...(asked.anyOf ?? [])],
      speaking,
      listed,
    }
  );
  const claims = claimsOf(speaking);
  const lacks = (field: FieldId): boolean => census?.lacking.includes(field) ?? true;
  const value = (field: SpanField): Expression => {
    const derived = derivations[field];
    return derived
      ? derived.value({ reader, spans: told, settings, claims, lacks })
      : isNumber(field as FieldId)
        ? reader.number(field as FieldId, spans.time)
        : meantText(field as FieldId, { reader, spans: told });
  };
  const columns: Output[] = [
    { as: rowTime, value: spans.time },
    ...(asked.withIds
      ? [
          { as: spanIds.span, value: asText(spans.spanId) },
          ...above(reader, spans),
          { as: spanIds.scope, value: asText(scope) },
          ...(asked.withHome ? [{ as: spanIds.home, value: homeOf(spans) }] : []),
        ]
      : []),
    ...wanted.map((field) => ({ as: rowField(field), value: value(field) })),
    ...asked.attributes.map((key) => ({
      as: attributeColumn(key),
      value: unquoted(reader.tag(attributeColumn(key)), { reader, spans: told }),
    })),
    ...asked.resources.map((key) => ({ as: resourceColumn(key), value: spans.resource?.(key) ?? text('') })),
    ...(isClaimed
      ? [{ as: claimColumn, value: dialectOf(told, reader, census?.scopes ?? null), step: true as const }]
      : []),
  ];
  const own: Output[] =
    spans.scope && scope !== spans.scope ? [{ as: scopeColumn, value: spans.scope, step: true }] : [];
  const all = [...columns, ...own, ...reader.outputs()];
  return {
    kind: 'select',
    columns: distinct(all),
    layers: true,
    ...withConditions(spans.rows(asked.times, asked.everyKey ? null : [...reader.keys(), ...(asked.anyOf ?? [])]), [
      ...(asked.anyOf
        ? [spans.attributes.hasAnyOf(asked.anyOf, listed(asked.anyOf))]
        : asked.every
          ? []
          : [isGenAi({ spans, census }, listed)]),
      ...(asked.operations ? [infix('IN', column('_operation'), array(asked.operations.map(text)))] : []),
    ]),
  };
}

const scopeColumn = '_scope_name';

/** Where a span was written. */
export const homeOf = ({ traceId, spanId }: Pick<SpanColumns, 'traceId' | 'spanId'>): Expression =>
  call('concat', asText(traceId), text(':'), asText(spanId));

/** Whether a span is a gen_ai span by any dialect, in a form that the table's skip indexes support. */
export function isGenAi(
  { spans, census }: Pick<Context, 'spans' | 'census'>,
  listed: KeysParameter = (keys) => array(keys.map(text))
): Expression {
  if (spans.onlyGenAi) {
    return number(1);
  }
  const present = census ? markers.filter((key) => census.keys.includes(key)) : markers;
  const some = present.length > 0 ? present : markers;
  const marked = spans.attributes.hasAnyOf(some, listed(some));
  return census && census.bareScopes.length > 0 && spans.scope
    ? infix('OR', marked, infix('AND', infix('IN', spans.scope, array(census.bareScopes.map(text))), isNamed(spans)))
    : marked;
}

/**
 * Finds the trace and parent of a span. A root whose request had a `traceparent` is below the span named there: OpenLLMetry's
 * `openai.response` starts its own trace under LangChain.
 */
function above(reader: Reader, spans: SpanColumns): Output[] {
  const own = { trace: asText(spans.traceId), parent: asText(spans.parentId) };
  if (!reader.knows('requestHeaders')) {
    return [
      { as: spanIds.trace, value: own.trace },
      { as: spanIds.parent, value: own.parent },
    ];
  }
  const sent = (part: string): Expression =>
    call('extract', reader.text('requestHeaders'), text(`traceparent["']: *["']00-${part}`));
  const isRoot = infix(
    'AND',
    equal(own.parent, text('')),
    call('match', reader.text('requestHeaders'), text('traceparent'))
  );
  return [
    { as: spanIds.trace, value: call('if', isRoot, sent('([0-9a-f]{32})-'), own.trace) },
    { as: spanIds.parent, value: call('if', isRoot, sent('[0-9a-f]{32}-([0-9a-f]{16})'), own.parent) },
  ];
}

export function fieldsOf(field: SpanField, speaking: readonly Dialect[]): readonly FieldId[] {
  const derived = derivations[field];
  return derived
    ? [...derived.from, ...fieldsBeside(field, speaking)]
    : field in fields
      ? [field as FieldId, ...fieldsFor(field as FieldId, speaking)]
      : [];
}

const asText = (value: Expression | null): Expression => (value ? call('toString', value) : text(''));

function distinct(outputs: readonly Output[]): Output[] {
  return outputs.filter((output, index) => outputs.findIndex(({ as }) => as === output.as) === index);
}
