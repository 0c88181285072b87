import type { SpanField } from '../../canonical/spanfield.ts';
import { attributeValue } from '../context/withoutredacted.ts';
import { isContent } from '../../catalogue/content.ts';
import type { Dimension } from '../../catalogue/dimensions/dimension.ts';
import { dimensionOf } from '../../catalogue/dimensions/index.ts';
import { facts, type Fact, type SpanFactId } from '../../catalogue/facts.ts';
import { membersColumn, rowField, rowTime, attributeColumn, resourceColumn, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { openHours } from '../context/openhours.ts';
import { inWindow, timesOf } from '../context/times.ts';
import { attemptIds, retriedColumn, withAttempts } from './attempts.ts';
import { refuseLacking } from './capabilities.ts';
import { counting, excludedAttributes, excludedFields } from './exclude.ts';
import { costLogsOf, keysOfCostLogs, withCostLogs } from './costlogs.ts';
import { lightFields, placeFields } from './identity.ts';
import { innerOf, withInnerCalls } from './innercalls.ts';
import { inheritedTags, withInheritedTags, type Needs } from './inheritedtags.ts';
import { oneRowACall } from './mergecalls.ts';
import type { MinuteStep } from './minutecolumns.ts';
import {
  groupColumns,
  groupedColumns,
  groupFactors,
  minuteRows,
  singleCalls,
  type WantedGroups,
} from './minuterows.ts';
import { otherTraceFields, withOtherTraces } from './othertraces.ts';
import { failureIds, failuresAbove, silentFields, withFailures } from './failures.ts';
import { reasonIds, reasonsAbove, withReasons } from './reasons.ts';
import { isOfAttempts, pricedColumnsOf, rowFieldValue, spanFieldsOf, type RowField } from './rowfields.ts';
import { spanRows, type SpanRequest } from './spans.ts';
import { countsInLogs, withUsageLogs } from './usagelogs.ts';
import { columnsOf, ofHours, storedRows, type WantedRows } from './storedrows.ts';
import { weights } from './weights.ts';
import type { Nesting } from '../../source/census.ts';
import { UserError } from '../../errors.ts';
import { contentRefused } from '../../messages.ts';
import { any, firstNonEmpty, isNothing } from '../../sql/missing.ts';
import { array, column, combine, from, infix, text, type Expression, type Select } from '../../sql/nodes.ts';

/** The dimensions and row fields that a fact's rows must have. */
export interface Asked {
  dimensions: readonly string[];
  fields: readonly RowField[];
  /** Span and resource attributes that rows have as they are, '' where they lack them, as `attributeColumn` names them. */
  attributes?: readonly string[] | undefined;
  resources?: readonly string[] | undefined;
  /** Whether to include the ids of trace and span. */
  ids?: boolean;
  /** Whether to include the homes of the spans that are about the row, and of the one that stands for it. */
  members?: boolean;
  /** The step in seconds by which calls of whole hours are read as rows of several. */
  step?: MinuteStep | undefined;
}

/**
 * Selects the rows of a fact, with their time and the requested dimensions and row fields.
 *
 *   spans       read by their dialects into canonical fields
 *     │ 1. calls     spans about the same call become one row, if the census saw such spans, also in other traces
 *     │ 2. failures  calls of which only the agent's span knows that they failed, if the census saw such
 *     │ 3. reasons   why they failed, if only the agent's span knows
 *     │ 4. attempts  which of them were retried, if requested
 *     │ 5. inherit   tags that only another span of the trace has, if the census saw such spans
 *   rows        dimensions, and row fields computed from canonical ones
 */
export function factRows(context: Context, id: SpanFactId, asked: Asked): Select {
  refuseLacking(context, id, asked.dimensions, asked.fields, asked);
  const needs = needsOf(context, asked);
  const { members = false } = asked;
  const wanted = { needs, ids: !!asked.ids || members, attempts: asked.fields.some(isOfAttempts), members };
  const { step } = asked;
  const { rows: whole, isPadded } =
    step === undefined
      ? (storedAndOpen(context, id, wanted) ?? canonicalRows(context, id, wanted))
      : addedUp(context, id, { ...wanted, fields: asked.fields, step });
  const isGrouped = step !== undefined;
  const beside = isGrouped
    ? [...groupFactors.map(rowField), ...groupedColumns(asked.fields)]
    : weights(context).map(rowField);
  const of = isGrouped ? { size: column(groupColumns.size), calls: column(rowField('weight')) } : {};
  const where = combine('AND', [...(isPadded ? [inWindow(context, column(rowTime))] : []), ...counting(context)]);
  const priced = [...new Set([...asked.fields, ...asked.dimensions.flatMap(computedBy)].flatMap(pricedColumnsOf))];
  return {
    kind: 'select',
    columns: [
      { as: rowTime, value: column('span', rowTime) },
      ...idsOf(wanted).map((name) => ({ as: name, value: column('span', name) })),
      ...asked.dimensions.map((dimension) => ({ as: dimension, value: dimensionValue(dimension, context) })),
      ...asked.fields.map((name) => ({ as: rowField(name), value: rowFieldValue(name, context) })),
      ...rawColumns(asked).map((name) => ({ as: name, value: column('span', name) })),
      ...beside.map((name) => ({ as: name, value: column('span', name) })),
    ],
    from: {
      kind: 'query',
      query: priced.length > 0 ? context.prices.withColumns(whole, priced, of) : whole,
      as: 'span',
    },
    ...(where ? { where } : {}),
  };
}

/** Names the columns of the attributes that are asked for as they are. */
export const rawColumns = ({ attributes = [], resources = [] }: Pick<Asked, 'attributes' | 'resources'>): string[] => [
  ...attributes.map(attributeColumn),
  ...resources.map(resourceColumn),
];

/** Reads rows from the table of calls for closed hours, and from the spans for the others; null if it cannot have them. */
function storedAndOpen(context: Context, id: SpanFactId, wanted: WantedRows): Rows | null {
  const stored = storedRows(context, id, wanted);
  if (!stored) {
    return null;
  }
  const open = openHours(context);
  const all = open ? [stored, ofOpenHours(open, id, wanted)] : [stored];
  const rows: Select = { kind: 'select', columns: [everything], from: from({ kind: 'union', all }) };
  return { rows, isPadded: false };
}

/** Reads whole hours from the table of minutes, other closed ones from that of calls, and the rest from the spans. */
function addedUp(context: Context, id: SpanFactId, wanted: WantedGroups): Rows {
  const stored = storedRows(context, id, wanted, 'minutes');
  const open = openHours(context);
  const all = [
    minuteRows(context, id, wanted),
    ...(stored ? [singleCalls(context, stored, wanted)] : []),
    ...(open ? [singleCalls(context, ofOpenHours(open, id, wanted), wanted)] : []),
  ];
  return { rows: { kind: 'select', columns: [everything], from: from({ kind: 'union', all }) }, isPadded: false };
}

const ofOpenHours = (open: Context, id: SpanFactId, wanted: WantedRows): Select =>
  ofHours(open, columnsOf(wanted), canonicalRows(open, id, wanted).rows);

const everything = { as: '*', value: column('*') };

interface Rows {
  rows: Select;
  /** Whether there are rows from around the windows, too. */
  isPadded: boolean;
}

/** Selects the rows of a fact as they are before anything is computed: canonical fields and tags. */
export function canonicalRows(context: Context, id: SpanFactId, wanted: WantedRows): Rows {
  const fact: Fact = facts[id];
  const { needs: own, attempts } = wanted;
  const failures = id === 'requests' && failuresAbove(context, own.fields);
  const needs: Needs = failures ? { ...own, fields: [...new Set([...own.fields, ...silentFields])] } : own;
  const nesting = fact.identity ? nestingOf(context, id) : null;
  const inherited = inheritedTags(context, needs);
  const elsewhere = id === 'requests' && !!nesting?.otherTraces;
  const placed = [
    ...(fact.identity && nesting ? placeFields(fact.identity, nesting) : []),
    ...(elsewhere ? otherTraceFields : []),
  ];
  const reasons = id === 'requests' && reasonsAbove(context, needs.fields);
  const logged = id === 'requests' ? countsInLogs(context, [...needs.fields, ...placed]) : [];
  const costs = id === 'requests' ? costLogsOf(context, needs.fields) : [];
  const inner = innerOf(context, id);
  const padding = nesting || inner || attempts ? (context.census?.longestRequest ?? 600) : 0;
  const request: SpanRequest = {
    ...needs,
    fields: [...needs.fields, ...placed],
    attributes: [...new Set([...needs.attributes, ...keysOfCostLogs(costs)])],
    ...(fact.operations ? { operations: fact.operations } : {}),
    times: timesOf(context, padding, padding),
    withIds:
      !!inner ||
      logged.length > 0 ||
      !!nesting ||
      inherited.length > 0 ||
      attempts ||
      reasons ||
      failures ||
      wanted.ids,
    ...(wanted.members ? { withHome: true } : {}),
  };
  const spans = spanRows(context, request);
  const counted = needs.fields.includes('counted') ? withoutRepeats(context, spans) : spans;
  const used = logged.length > 0 ? withUsageLogs(context, counted, logged, padding) : counted;
  const logs = costs.length > 0 ? withCostLogs(context, used, costs) : used;
  const told = inner
    ? withInnerCalls(context, logs, lightRows(context, fact, ['operation'], padding), inner, id, request)
    : logs;
  const rows = elsewhere ? withOtherTraces(told) : told;
  const names = [
    ...needs.fields.map(rowField),
    ...needs.attributes.map(attributeColumn),
    ...needs.resources.map(resourceColumn),
    ...idsOf(wanted),
  ];
  const ids = [...(attempts ? attemptIds : []), ...(reasons ? reasonIds : []), ...(failures ? failureIds : [])];
  const kept = [...new Set([...names, ...ids])];
  const merged =
    fact.identity && nesting
      ? oneRowACall(rows, lightRows(context, fact, lightFields(fact.identity), padding), kept, fact.identity, nesting)
      : wanted.members
        ? alone(rows)
        : rows;
  const seen = failures ? withFailures(context, merged, kept) : merged;
  const explained = reasons ? withReasons(context, seen, kept) : seen;
  const calls = attempts ? withAttempts(explained) : explained;
  return inherited.length > 0
    ? {
        rows: withInheritedTags(context, calls, needs, inherited, attempts ? [...names, retriedColumn] : names),
        isPadded: false,
      }
    : { rows: calls, isPadded: padding > 0 };
}

const idsOf = ({ ids, members }: Pick<WantedRows, 'ids' | 'members'>): string[] => [
  ...(ids ? [spanIds.trace, spanIds.span] : []),
  ...(members ? [spanIds.home, membersColumn] : []),
];

/** Rows of one span each. */
const alone = (rows: Select): Select => ({
  kind: 'select',
  columns: [everything, { as: membersColumn, value: column(spanIds.home) }],
  from: from(rows),
});

const computedBy = (id: string): RowField[] => {
  const { computed } = dimensionOf(id);
  return computed === undefined ? [] : [computed];
};

/** A dimension with the attribute that it reads, '' for those of the catalogue. */
export const keyOfDimension = ({ id, attribute, resource }: Dimension): [name: string, key: string] => [
  id,
  attribute ?? resource ?? '',
];

/** Refuses content as a dimension: whoever may open a panel would read every prompt. */
export function refuseContent(
  keys: readonly (readonly [name: string, key: string])[],
  { settings }: Pick<Context, 'settings'>
): void {
  const held = keys.find(([, key]) => isContent(key, settings.content));
  if (held) {
    throw new UserError(contentRefused(held[0]), 'query');
  }
}

function needsOf(context: Context, asked: Asked): Needs {
  const { attributes = [], resources = [] } = asked;
  const dimensions = asked.dimensions.map(dimensionOf);
  refuseContent(
    [...dimensions.map(keyOfDimension), ...[...attributes, ...resources].map((key): [string, string] => [key, key])],
    context
  );
  const some = (names: (string | undefined)[]) => [...new Set(names.filter((name) => name !== undefined))];
  return {
    fields: [
      ...new Set<SpanField>([
        ...dimensions.flatMap((dimension) => dimension.from),
        ...[...asked.fields, ...asked.dimensions.flatMap(computedBy)]
          .flatMap(spanFieldsOf)
          .filter((field) => !isNothing(context.fieldColumn(field))),
        ...weights(context),
        ...excludedFields(context),
        // Only failed calls have an error class.
        ...(dimensions.some((dimension) => dimension.from.includes('errorClass')) ? ['failed' as const] : []),
      ]),
    ],
    attributes: some([
      ...dimensions.map((dimension) => dimension.attribute),
      ...attributes,
      ...excludedAttributes(context.settings),
    ]),
    resources: some([...dimensions.map((dimension) => dimension.resource), ...resources]),
  };
}

/** Every way in which calls can be nested. */
export const everyNesting: Nesting = {
  siblings: true,
  chains: 2,
  peers: true,
  children: true,
  wrappers: true,
  repeats: true,
  otherTraces: true,
};

/** Describes how calls are nested; null if no call has several spans, or no row can be related to a call. */
function nestingOf({ census, spans }: Context, fact: SpanFactId): Nesting | null {
  if (!spans.traceId || !spans.spanId) {
    return null;
  }
  const seen = fact === 'tools' ? census?.toolNesting : census?.nesting;
  const seenOrAny = seen ?? everyNesting;
  // What is put below a span of another trace is its child, and may be the end of a chain.
  const nesting = seenOrAny.otherTraces
    ? { ...seenOrAny, children: true, chains: Math.max(seenOrAny.chains, 1) }
    : seenOrAny;
  return Object.values(nesting).some(Boolean) ? nesting : null;
}

/** Selects the same rows, with only the columns that relate spans to each other. */
function lightRows(context: Context, fact: Fact, fields: readonly SpanField[], padding: number): Select {
  return spanRows(context, {
    fields,
    attributes: [],
    resources: [],
    operations: fact.operations ?? [],
    times: timesOf(context, padding, padding),
    withIds: true,
  });
}

/** Drops log spans whose usage the provider's own SDK also reports, in a span below the call. */
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

/** The value of a dimension in a row that has its fields as columns, `unknown` where they say nothing. */
export function dimensionValue(id: string, context: Pick<Context, 'fieldColumn' | 'settings'>): Expression {
  const dimension = dimensionOf(id);
  const own = (key: string, of: (key: string) => string) => attributeValue(key, column(of(key)), context.settings);
  const candidates = [
    ...dimension.from.map((field) => column(rowField(field))),
    ...(dimension.computed === undefined ? [] : [rowFieldValue(dimension.computed, context)]),
    ...(dimension.attribute === undefined ? [] : [own(dimension.attribute, attributeColumn)]),
    ...(dimension.resource === undefined ? [] : [own(dimension.resource, resourceColumn)]),
  ];
  return firstNonEmpty(candidates, id === 'error_class' ? 'none' : 'unknown');
}
