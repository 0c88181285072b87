import type { SpanField } from '../../canonical/spanfield.ts';
import { dimensionOf } from '../../catalogue/dimensions/index.ts';
import { fields as canonical, type FieldId } from '../../catalogue/fields.ts';
import type { ScoreFieldId } from '../../catalogue/rowfields.ts';
import { rowField, rowTime, attributeColumn, spanIds } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import type { Reach } from '../context/reach.ts';
import { inWindow, scoredTimes } from '../context/times.ts';
import { fromGauges } from './gauges.ts';
import { fromLangfuse } from './langfuse.ts';
import { reachOf } from './latescores.ts';
import { fromLogs, judgeField } from './logs.ts';
import { fromMapped } from './mapped.ts';
import { fromOpenlit } from './openlit.ts';
import { passed, passThrough, recordNames, responseId, type Records } from './records.ts';
import { fromSpanAttributes } from './spanattributes.ts';
import { fromSpanEvents } from './spanevents.ts';
import { keptOf, keptReach, keptScores, storedAndOpenScores, type WantedScores } from './storedscores.ts';
import { counting, excludedAttributes, excludedFields } from '../rows/exclude.ts';
import { inheritedTags, withInheritedTags } from '../rows/inheritedtags.ts';
import { spanRows } from '../rows/spans.ts';
import { storedScores } from '../rows/storedcolumns.ts';
import { weights } from '../rows/weights.ts';
import { UserError } from '../../errors.ts';
import { evaluationsMissing, scoresNotOfCalls } from '../../messages.ts';
import { firstNonEmpty } from '../../sql/missing.ts';
import {
  array,
  call,
  column,
  combine,
  equal,
  from,
  infix,
  number,
  over,
  subquery,
  text,
  type Expression,
  type Query,
  type Select,
} from '../../sql/nodes.ts';

/** Fields that only a score record has. */
const ofRecord = new Set<string>(['evaluationName', 'scoreLabel', 'evaluator', 'evaluatorVersion']);

/**
 * Selects one row per score, at the time it was given.
 *
 *   records   from span events, log records, span attributes, gauges and tables of scores
 *     │ 1. once      one of those that say the same
 *     │ 2. span      fields that the record lacks come from the span that it is about
 *     │ 3. inherit   or from another span of its trace
 *     │ 4. judge     or, last, from the resource that wrote the record
 *   rows
 *
 * With `about` they say which span or response they are about, as their record does.
 */
export function evaluationRows(
  context: Context,
  dimensions: readonly string[],
  fields: readonly ScoreFieldId[],
  { about = false }: { about?: boolean } = {}
): Query {
  const { settings } = context;
  const named = dimensions.flatMap((id) => dimensionOf(id).from);
  const isWeighted = fields.includes('callWeight') && weights(context).includes('weight');
  const ofSpan = [
    ...new Set<SpanField>([...named.filter((field) => !ofRecord.has(field)), ...excludedFields(context)]),
  ];
  const attributes = excludedAttributes(settings);
  const wanted: WantedScores = {
    ofSpan,
    attributes,
    isWeighted,
    withSpans: isWeighted || ofSpan.length + attributes.length > 0 || fields.includes('unmatched'),
  };
  const found = storedScoresOf(context, wanted, about) ?? scoresFrom(wanted)(context);
  const where = combine('AND', counting(context));
  return {
    kind: 'select',
    columns: [
      { as: rowTime, value: column(rowTime) },
      ...(about ? passThrough([spanIds.trace, spanIds.span, responseId]) : []),
      ...dimensions.map((id) => ({ as: id, value: dimensionValue(id) })),
      ...fields.map((name) => ({ as: rowField(name), value: valueOf(name, isWeighted) })),
    ],
    from: from(found),
    ...(where ? { where } : {}),
  };
}

/** Selects scores of closed hours from the table of calls, with those of open ones; null where they are not kept as asked. */
function storedScoresOf(context: Context, wanted: WantedScores, about: boolean): Query | null {
  // A score is kept at the time it was given: of a call at 9:59 that was scored at 10:01, the hour of the call has none.
  if (context.scoresBySpan) {
    context.notStored.set(storedScores, scoresNotOfCalls());
    return null;
  }
  // A trace shows what its scores say they are about, which is not kept as it was written.
  return about ? null : storedAndOpenScores(context, wanted, scoresFrom(wanted, near));
}

/** Reads scores from where they were written, also those of some seconds around the windows. */
const scoresFrom =
  (wanted: WantedScores, scoresAround = 0) =>
  (asked: Context): Query => {
    const context: Context = { ...asked, scoresAround };
    const { records, bySpan } = recordsAbout(context, wanted.ofSpan);
    return wanted.withSpans ? withSpans(context, records, wanted, bySpan) : records;
  };

/**
 * What the table of calls keeps of the scores that were given in the windows, as `keptScores` names its columns; null if there
 * can be none.
 */
export function scoresToKeep(asked: Context): ReturnType<typeof keptScores> | null {
  const { settings } = asked;
  const reach = Math.max(settings.evaluationReachSeconds, keptReach);
  const context: Context = { ...asked, settings: { ...settings, evaluationReachSeconds: reach } };
  return hasEvaluations(context) ? keptScores(context, scoresFrom(keptOf(context), near)(context)) : null;
}

/**
 * Selects the records of all sources, each that says the same once. `ofSpan` are fields of the spans that they are about,
 * which some records have themselves. `bySpan` says whether some name spans without their trace.
 */
export function recordsAbout(context: Context, ofSpan: readonly SpanField[] = []): { records: Query; bySpan: boolean } {
  const texts = ofSpan.filter((field): field is FieldId => field in canonical);
  const elsewhere = recordsOf(context, texts);
  if (elsewhere.length === 0) {
    throw new UserError(evaluationsMissing(context.settings.logsTable));
  }
  const inAttributes = fromSpanAttributes(context);
  const sources = inAttributes ? [...elsewhere, inAttributes] : elsewhere;
  return {
    records: saidOnce(sources.map((source) => unified(source, ofSpan))),
    bySpan: sources.some(({ withoutTrace }) => withoutTrace),
  };
}

function valueOf(name: ScoreFieldId, isWeighted: boolean): Expression {
  switch (name) {
    case 'passed':
      return passed();
    case 'callWeight':
      return isWeighted ? column(rowField('weight')) : number(1);
    default:
      return column(rowField(name));
  }
}

/** Seconds between two records of one score, written by different exporters. */
export const near = 60;
const sourceColumn = '_source';

/** Unites records, and keeps one of those from different sources that say the same of the same call at about the same time. */
function saidOnce(sources: readonly Select[]): Query {
  if (sources.length === 1) {
    return { kind: 'union', all: sources };
  }
  const all = sources.map((source, index) => ({
    ...source,
    columns: [...source.columns, { as: sourceColumn, value: call('toUInt8', number(index)) }],
  }));
  const names = sources[0]?.columns.map(({ as }) => as) ?? [];
  const same = (['evaluationName', 'score', 'scoreLabel'] as const).map((name) => column(rowField(name)));
  const first = over(
    call('min', column(sourceColumn)),
    [aboutOf(), ...same],
    [call('toUnixTimestamp', column(rowTime))],
    {
      unit: 'RANGE',
      preceding: near,
      following: near,
    }
  );
  return {
    kind: 'select',
    columns: passThrough(names),
    from: from({
      kind: 'select',
      columns: [...passThrough([...names, sourceColumn]), { as: '_first', value: first }],
      from: from({ kind: 'union', all }),
    }),
    where: infix('OR', equal(column(sourceColumn), column('_first')), equal(aboutOf(), nothing)),
  };
}

/** Whether there is any source of scores. */
export const hasEvaluations = (context: Context): boolean => recordsOf(context, []).length > 0;

/** Lists all sources of scores except the spans' own attributes. Of two that say the same, the first counts. */
const recordsOf = (context: Context, texts: readonly FieldId[], besideSpans = false): Records[] =>
  [
    fromLogs(context, texts),
    besideSpans ? null : fromSpanEvents(context),
    fromGauges(context, texts),
    fromLangfuse(context, texts),
    fromOpenlit(context),
    fromMapped(context, texts),
  ].filter((records) => records !== null);

/** Selects the scores that are not in spans, from each of their sources. */
export const scoresBesideSpans = (context: Context): Query[] => recordsOf(context, [], true).map(({ query }) => query);

/** Gives all sources the same columns, in the same order. */
function unified({ query, own, judge }: Records, ofSpan: readonly SpanField[]): Select {
  const orEmpty = (name: string, has: readonly string[]) => ({
    as: name,
    value: has.includes(name) ? column(name) : text(''),
  });
  return {
    kind: 'select',
    columns: [
      ...passThrough(recordNames),
      ...ofSpan.map((field) => orEmpty(rowField(field), own)),
      ...ofSpan.map(judgeField).map((name) => orEmpty(name, judge)),
    ],
    from: from(query),
  };
}

/** Adds the column `_about` to records: what they are about. */
export const keyed = (records: Query): Select => ({
  kind: 'select',
  name: 'records',
  columns: [
    { as: '*', value: column('*') },
    { as: '_about', value: aboutOf() },
  ],
  from: from(records),
});

/** Adds the fields of the spans that the records are about, if those spans have to be looked up. */
function withSpans(
  context: Context,
  records: Query,
  { ofSpan, attributes, isWeighted, isKept }: WantedScores,
  bySpan: boolean
): Query {
  const names = ofSpan.map(rowField);
  const looked = [...ofSpan, ...(isWeighted ? ['weight' as const] : []), ...(isKept ? ['responseId' as const] : [])];
  const [weight, weightOfSpan] = [rowField('weight'), column('span', `span${rowField('weight')}`)];
  // A call that was not found stands for itself.
  const weighted = isWeighted
    ? [{ as: weight, value: call('ifNull', call('toFloat64OrNull', weightOfSpan), number(1)) }]
    : [];
  const tags = attributes.map(attributeColumn);
  const own = keyed(records);
  const reach = reachOf(context, own);
  const resolved: Select = {
    kind: 'select',
    columns: [
      ...recordNames.map((name) => ({
        as: name,
        value:
          name === rowTime
            ? timeOf(context)
            : isKept && name === responseId
              ? firstNonEmpty([column('record', name), column('span', `span${name}`)], '')
              : column('record', name),
      })),
      ...names.map((name) => ({
        as: name,
        value: firstNonEmpty([column('record', name), column('span', `span${name}`)], ''),
      })),
      ...ofSpan.map(judgeField).map((name) => ({ as: name, value: column('record', name) })),
      ...tags.map((name) => ({ as: name, value: column('span', `span${name}`) })),
      ...weighted,
      { as: rowField('unmatched'), value: unmatched },
    ],
    from: {
      kind: 'join',
      left: from(own),
      leftAs: 'record',
      right: evaluatedSpans(context, own, { ofSpan: looked, attributes }, bySpan, reach),
      rightAs: 'span',
      on: [['_about', 'about']],
    },
  };
  const needs = { fields: ofSpan, attributes, resources: [] };
  const inherited = inheritedTags(context, needs);
  return inherited.length === 0
    ? inTime(context, resolved)
    : withInheritedTags(
        context,
        resolved,
        needs,
        inherited,
        resolved.columns.map(({ as }) => as),
        reach
      );
}

/** What a record is about: a span, or else a response. */
const aboutOf = (): Expression =>
  call(
    'if',
    infix('!=', column(spanIds.span), text('')),
    call('concat', column(spanIds.trace), text(':'), column(spanIds.span)),
    call('concat', nothing, column(responseId))
  );

/** The key of a record that names neither a span nor a response. */
const nothing = text('id:');

/** Whether the span of a record was looked for in vain. */
const unmatched = infix(
  'AND',
  infix('!=', column('record', '_about'), nothing),
  equal(column('span', 'about'), text(''))
);

/** The time at which a score counts. For a span outside the window it is 1970. */
function timeOf({ scoresBySpan }: Context): Expression {
  const given = column('record', rowTime);
  return scoresBySpan ? call('if', equal(column('record', '_about'), nothing), given, column('span', 'at')) : given;
}

function inTime(context: Context, rows: Select): Select {
  return context.scoresBySpan
    ? {
        kind: 'select',
        columns: [{ as: '*', value: column('*') }],
        from: from(rows),
        where: inWindow(context, column(rowTime)),
      }
    : rows;
}

/** Selects the spans that records are about, by trace and span id, and by response id. */
export function evaluatedSpans(
  context: Context,
  records: Select,
  { ofSpan, attributes }: Pick<WantedScores, 'ofSpan' | 'attributes'>,
  bySpan: boolean,
  reach: Reach
): Select {
  const wanted: Select = { kind: 'select', columns: [{ as: '_about', value: column('_about') }], from: from(records) };
  const rows = spanRows(context, {
    fields: [...new Set<SpanField>(['responseId', ...ofSpan])],
    attributes,
    resources: [],
    times: scoredTimes(context, reach.lead),
    withIds: true,
    every: true,
  });
  const keys = array([
    call('concat', column(spanIds.trace), text(':'), column(spanIds.span)),
    call('concat', nothing, column(responseId)),
    ...(bySpan ? [call('concat', text(':'), column(spanIds.span))] : []),
  ]);
  return {
    kind: 'select',
    columns: [
      { as: 'about', value: column('about') },
      ...(context.scoresBySpan ? [{ as: 'at', value: column(rowTime) }] : []),
      ...ofSpan.map((field) => ({ as: `span${rowField(field)}`, value: call('toString', column(rowField(field))) })),
      ...attributes.map(attributeColumn).map((name) => ({ as: `span${name}`, value: column(name) })),
    ],
    from: from(reach.bounded(rows, scoredTimes(context, reach.usual))),
    arrayJoin: [{ as: 'about', value: keys }],
    where: infix('AND', infix('!=', column('about'), nothing), infix('IN', column('about'), subquery(wanted))),
  };
}

function dimensionValue(id: string): Expression {
  const { from: names } = dimensionOf(id);
  return firstNonEmpty(
    [
      ...names.map((field) => column(rowField(field))),
      ...names.filter((field) => !ofRecord.has(field)).map((field) => column(judgeField(field))),
    ],
    'unknown'
  );
}
