import { type DimensionId } from '../catalogue/dimensions/index.ts';
import type { FieldId } from '../catalogue/fields.ts';
import type { RowFields } from '../catalogue/measures/measure.ts';
import { UserError } from '../errors.ts';
import { evaluationsMissing } from '../messages.ts';
import {
  call,
  column,
  combine,
  equal,
  from,
  infix,
  subquery,
  table,
  text,
  type Expression,
  type Output,
  type Query,
  type Select,
  type Source,
} from '../sql/nodes.ts';
import { Attributes, finite, firstNonEmpty } from './attributes.ts';
import { rowField, rowTime, type Context } from './context.ts';
import { dimensionOutputs, fieldsOf, inWindow, inWindowWithLead, ofResource, ofRow } from './rows.ts';

type EvaluationField = RowFields['evaluations'];

const canonical: Record<EvaluationField, FieldId> = { score: 'scoreValue', evaluationName: 'evaluationName' };

/**
 * One row a score, at the time it was given: from log records and from events on the span it is about.
 *
 * A log record often names only its span; dimensions that it lacks are taken from there.
 */
export function evaluationRows(
  context: Context,
  dimensionIds: readonly DimensionId[],
  wanted: readonly EvaluationField[]
): Query {
  const sources = [
    context.source.logs && fromLogs(context, dimensionIds, wanted),
    'Events.Name' in context.source.traces.columns && fromSpanEvents(context, dimensionIds, wanted),
  ].filter((select) => !!select);
  if (sources.length === 0) {
    throw new UserError(evaluationsMissing(context.settings.logsTable));
  }
  return { kind: 'union', all: sources };
}

function fromSpanEvents(
  context: Context,
  dimensionIds: readonly DimensionId[],
  wanted: readonly EvaluationField[]
): Select {
  const event = (part: string) => column(`_event_${part}`);
  const name = text(context.dialect.evaluationEvent);
  const ofSpan = dimensionIds.filter((id) => id !== 'evaluation');
  const attributes = new Attributes('SpanAttributes', context.dialect, fieldsOf(ofSpan));
  const ofEvent = (field: FieldId) => lookUp(event('attributes'), context.dialect.keys[field] ?? []);
  const outputs = new Map(dimensionOutputs(ofSpan, attributes).map((output) => [output.as, output]));
  return {
    kind: 'select',
    columns: [
      { as: rowTime, value: event('at') },
      ...dimensionIds.map((id) => outputs.get(id) ?? { as: id, value: orUnknown(ofEvent('evaluationName')) }),
      ...wanted.map((field) => ({ as: rowField(field), value: typed(field, ofEvent(canonical[field])) })),
    ],
    from: from({
      kind: 'select',
      columns: [
        ...['ServiceName', 'SpanAttributes', 'ResourceAttributes'].map((name) => ({ as: name, value: column(name) })),
        ...attributes.outputs(),
        ...['at', 'name', 'attributes'].map((part) => ({ as: `_event_${part}`, value: event(part) })),
      ],
      from: table(...context.source.traces.path),
      arrayJoin: [
        { as: '_event_at', value: column('Events.Timestamp') },
        { as: '_event_name', value: column('Events.Name') },
        { as: '_event_attributes', value: column('Events.Attributes') },
      ],
      prewhere: infix('AND', inWindowWithLead(context, column('Timestamp')), call('has', column('Events.Name'), name)),
      where: infix('AND', equal(event('name'), name), inWindow(context, event('at'))),
    }),
  };
}

/**
 * A record's own attributes come first, then the span it is about. Its resource comes last: that is the judge's, not
 * the one that made the call.
 */
function fromLogs(context: Context, dimensionIds: readonly DimensionId[], wanted: readonly EvaluationField[]): Select {
  const ofSpan = dimensionIds.filter((id) => id !== 'evaluation');
  const attributes = new Attributes('LogAttributes', context.dialect, [
    'evaluationName',
    'scoreValue',
    ...fieldsOf(ofSpan),
  ]);
  const records: Select = {
    kind: 'select',
    columns: [
      { as: rowTime, value: column('Timestamp') },
      ...passThrough(['TraceId', 'SpanId']),
      ...dimensionIds.map((id) => ({ as: `record_${id}`, value: firstNonEmpty(ofRow(id, attributes), '') })),
      ...ofSpan.map((id) => ({ as: `judge_${id}`, value: firstNonEmpty(ofResource(id, attributes), '') })),
      ...wanted.map((field) => ({ as: rowField(field), value: typed(field, attributes.text(canonical[field])) })),
      ...attributes.outputs(),
    ],
    ...evaluationRecords(context),
  };
  const resolved = (id: DimensionId): Expression =>
    firstNonEmpty(
      [`record_${id}`, ...(id !== 'evaluation' ? [`span_${id}`, `judge_${id}`] : [])].map((name) => column(name)),
      'unknown'
    );
  return {
    kind: 'select',
    columns: [
      ...passThrough([rowTime]),
      ...dimensionIds.map((id) => ({ as: id, value: resolved(id) })),
      ...passThrough(wanted.map(rowField)),
    ],
    from: ofSpan.length === 0 ? from(records) : withSpans(context, records, ofSpan),
  };
}

/** Each record beside the span it is about, where that is still to be found. */
function withSpans(context: Context, records: Select, dimensionIds: readonly DimensionId[]): Source {
  return {
    kind: 'join',
    left: from(records),
    leftAs: 'record',
    right: evaluatedSpans(context, dimensionIds),
    rightAs: 'span',
    on: [
      ['TraceId', 'TraceId'],
      ['SpanId', 'SpanId'],
    ],
  };
}

/** The spans that the window's log records are about, with their dimensions. */
function evaluatedSpans(context: Context, dimensionIds: readonly DimensionId[]): Select {
  const attributes = new Attributes('SpanAttributes', context.dialect, fieldsOf(dimensionIds));
  const evaluated: Select = {
    kind: 'select',
    columns: passThrough(['TraceId', 'SpanId']),
    ...evaluationRecords(context),
  };
  return {
    kind: 'select',
    columns: [
      ...passThrough(['TraceId', 'SpanId']),
      ...dimensionIds.map((id) => ({
        as: `span_${id}`,
        value: firstNonEmpty([...ofRow(id, attributes), ...ofResource(id, attributes)], ''),
      })),
      ...attributes.outputs(),
    ],
    from: table(...context.source.traces.path),
    prewhere: inWindowWithLead(context, column('Timestamp')),
    where: infix('IN', call('tuple', column('TraceId'), column('SpanId')), subquery(evaluated)),
  };
}

/** Where the scores among the log records are. Tables before 2025 have no EventName. */
function evaluationRecords(context: Context): Pick<Select, 'from' | 'prewhere' | 'where'> {
  const logs = context.source.logs;
  if (!logs) {
    throw new Error('there is no logs table');
  }
  const name = text(context.dialect.evaluationEvent);
  const conditions = [
    equal(lookUp(column('LogAttributes'), ['event.name']), name),
    ...('EventName' in logs.columns ? [equal(column('EventName'), name)] : []),
  ];
  return {
    from: table(...logs.path),
    prewhere: inWindow(context, column('Timestamp')),
    ...optional('where', combine('OR', conditions)),
  };
}

function typed(field: EvaluationField, value: Expression): Expression {
  return field === 'score' ? finite(value) : value;
}

function lookUp(map: Expression, keys: readonly string[]): Expression {
  return firstNonEmpty(
    keys.map((key) => call('arrayElement', map, text(key))),
    ''
  );
}

function orUnknown(value: Expression): Expression {
  return firstNonEmpty([value], 'unknown');
}

function passThrough(names: readonly string[]): Output[] {
  return names.map((name) => ({ as: name, value: column(name) }));
}

function optional<Key extends string, T>(key: Key, value: T | undefined): Partial<Record<Key, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, T>);
}
