import { dimensionOf } from '../catalogue/dimensions/index.ts';
import { facts, type Fact, type SpanFactId } from '../catalogue/facts.ts';
import { dialects } from '../source/dialects/index.ts';
import { array, column, infix, text, type Expression, type Select } from '../sql/nodes.ts';
import { nanoseconds } from '../window.ts';
import { oneRowACall, placeFields, type Nesting } from './calls.ts';
import { bound, rowField, rowTime, type Context } from './context.ts';
import { inheritedTags, withInheritedTags, type Needs } from './tags.ts';
import { any, firstNonEmpty } from './reader.ts';
import { rowFieldValue, spanFieldsOf } from './rowfields.ts';
import type { SpanField } from './spanfields.ts';
import { attributeColumn, resourceColumn, spanRows } from './spans.ts';

/** What a fact's rows are to hold: dimensions and row fields. */
export interface Asked {
  dimensions: readonly string[];
  fields: readonly string[];
}

/**
 * One row of a fact: its time, the dimensions and the row fields that are asked for.
 *
 *   spans       read by their dialects into canonical fields
 *     │ 1. calls     spans about one call are one row, where the census saw such
 *     │ 2. inherit   tags that only another span of the trace carries, where the census saw such
 *   rows        dimensions, and row fields made of canonical ones
 */
export function factRows(context: Context, id: SpanFactId, asked: Asked): Select {
  const fact: Fact = facts[id];
  const needs = needsOf(context, asked);
  const nesting = fact.identity ? nestingOf(context) : null;
  const inherited = inheritedTags(context, needs);
  const placed = fact.identity && nesting ? placeFields(fact.identity) : [];
  const padding = nesting ? (context.census?.longestRequest ?? 600) : 0;
  const spans = spanRows(context, {
    ...needs,
    fields: [...needs.fields, ...placed],
    ...(fact.operations ? { operations: fact.operations } : {}),
    prewhere: padding > 0 ? padded(context, padding, padding) : inWindow(context, context.spans.time),
    withIds: !!nesting || inherited.length > 0,
  });
  const rows = needs.fields.includes('counted') ? withoutRepeats(context, spans) : spans;
  const names = [
    ...needs.fields.map(rowField),
    ...needs.attributes.map(attributeColumn),
    ...needs.resources.map(resourceColumn),
  ];
  const calls =
    fact.identity && nesting
      ? oneRowACall(rows, lightRows(context, fact, placed, padding), names, fact.identity, nesting)
      : rows;
  const own = inWindow(context, column(rowTime));
  const whole = inherited.length > 0 ? withInheritedTags(context, calls, needs, inherited, names) : calls;
  return {
    kind: 'select',
    columns: [
      { as: rowTime, value: column(rowTime) },
      ...asked.dimensions.map((dimension) => ({ as: dimension, value: dimensionValue(dimension) })),
      ...asked.fields.map((name) => ({ as: rowField(name), value: rowFieldValue(name, context) })),
      ...weights(context).map((name) => ({ as: rowField(name), value: column(rowField(name)) })),
    ],
    from: { kind: 'query', query: whole, as: 'span' },
    ...(nesting && inherited.length === 0 ? { where: own } : {}),
  };
}

/** Columns that say how often a row counts, where the table has such rows. */
export function weights(context: Context): ('weight' | 'counted')[] {
  const keys = context.census?.keys;
  const supplements = dialects.some(({ supplement }) => supplement && (keys?.includes(supplement.key) ?? true));
  return [
    ...((context.census?.sampled ?? true) ? ['weight' as const] : []),
    ...(supplements ? ['counted' as const] : []),
  ];
}

function needsOf(context: Context, asked: Asked): Needs {
  const dimensions = asked.dimensions.map(dimensionOf);
  const some = (names: (string | undefined)[]) => [...new Set(names.filter((name) => name !== undefined))];
  return {
    fields: [
      ...new Set<SpanField>([
        ...dimensions.flatMap((dimension) => dimension.from as SpanField[]),
        ...asked.fields.flatMap(spanFieldsOf),
        ...weights(context),
        // A class is only asked of what failed.
        ...(dimensions.some((dimension) => dimension.from.includes('errorClass')) ? ['failed' as const] : []),
      ]),
    ],
    attributes: some(dimensions.map((dimension) => dimension.attribute)),
    resources: some(dimensions.map((dimension) => dimension.resource)),
  };
}

const everyNesting: Nesting = { siblings: true, children: true, wrappers: true, repeats: true };

function nestingOf({ census }: Context): Nesting | null {
  const nesting = census?.nesting ?? everyNesting;
  return Object.values(nesting).some(Boolean) ? nesting : null;
}

/** The same rows with nothing but what tells their place. */
function lightRows(context: Context, fact: Fact, placed: readonly SpanField[], padding: number): Select {
  const rows = spanRows(context, {
    fields: placed.filter((field) => field === 'rank'),
    attributes: [],
    resources: [],
    operations: fact.operations ?? [],
    prewhere: padded(context, padding, padding),
    withIds: true,
  });
  return rows;
}

/** Without log spans whose usage the provider's own SDK writes as well, in a span below the call. */
function withoutRepeats({ census, spans }: Context, rows: Select): Select {
  const scopes = census?.aboveSdk ?? [];
  if (scopes.length === 0 || !spans.scope) {
    return rows;
  }
  const kept = any([
    infix('=', column(rowField('counted')), { kind: 'number', value: 1 }),
    infix('NOT IN', spans.scope, array(scopes.map(text))),
  ]);
  return { ...rows, where: rows.where ? infix('AND', rows.where, kept) : kept };
}

function dimensionValue(id: string): Expression {
  const dimension = dimensionOf(id);
  const candidates = [
    ...dimension.from.map((field) => column(rowField(field))),
    ...(dimension.attribute === undefined ? [] : [column(attributeColumn(dimension.attribute))]),
    ...(dimension.resource === undefined ? [] : [column(resourceColumn(dimension.resource))]),
  ];
  return firstNonEmpty(candidates, id === 'error_class' ? 'none' : 'unknown');
}

/** `time` in the query's window. */
export function inWindow(context: Context, time: Expression): Expression {
  return infix(
    'AND',
    infix('>=', time, bound(context, 'from', nanoseconds(context.window.from))),
    infix('<', time, bound(context, 'to', nanoseconds(context.window.to)))
  );
}

/** The row's time in the window, or up to so many seconds before or after it. */
export function padded(context: Context, before: number, after: number): Expression {
  const { time } = context.spans;
  const name = (what: string, seconds: number) => (seconds === 0 ? what : `${what}${seconds}`);
  return infix(
    'AND',
    infix('>=', time, bound(context, name('from', before), nanoseconds(context.window.from - before * 1000))),
    infix('<', time, bound(context, name('to', after), nanoseconds(context.window.to + after * 1000)))
  );
}
