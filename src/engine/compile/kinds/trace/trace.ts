import { rowField, rowTime, spanIds } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import type { Compiled } from '../../compiled.ts';
import { refuseAlerts } from '../refuse.ts';
import type { ColumnPlan, Request } from '../../../host.ts';
import type { TraceQuery } from '../../../query/model.ts';
import { call, column, equal, infix, number, text, type Expression, type Select } from '../../../sql/nodes.ts';
import { traceGraph } from './graph.ts';
import { refuseWithoutIds } from './ids.ts';
import { canTell } from '../../rows/capabilities.ts';
import { cut, factPrefix, hasFailed, jsonArray, jsonText, pair, present } from './json.ts';
import { givenRows, type GivenColumns } from './given.ts';
import { scoresOf } from './scores.ts';
import { inProse, milliseconds, shownSpans } from './shown.ts';
import type { Single } from './single.ts';
import { spansOfTraces, tracesOf, type Traces } from './within.ts';

/** Spans that are shown of one trace; Grafana's trace view becomes slow with more. */
export const mostSpans = 10_000;

/**
 * What is said of each span beside what was written: its place, and its tags, which are JSON without brackets. Spans of a
 * higher `rank` are shown before others; of spans without a row it is 0.
 */
export const toldColumns = {
  home: 'String',
  above: 'String',
  rank: 'UInt8',
  is_circle: 'UInt8',
  response: 'String',
  tags: 'String',
} as const satisfies GivenColumns;

/**
 * Compiles one trace for Grafana's trace view: each span as it was written, and as tags what was read of it.
 *
 *   spans    as they were written, without contents             (shown.ts)
 *     │ told     its place and its tags, which the engine made     (given.ts)
 *     │ scores   evaluations of each                               (scores.ts)
 *   frame    one row a span, in Grafana's fields
 */
export function traceView(context: Context, query: TraceQuery, request: Request, single: Single): Compiled {
  refuseAlerts(query, request);
  refuseWithoutIds(context);
  if (query.view === 'nodes' || query.view === 'edges') {
    return traceGraph(context, query.view, single.rows);
  }
  return ofSpans(tracesOf(context, single.traceIds, single.elsewhere), query, single);
}

function ofSpans(traces: Traces, query: TraceQuery, { rows }: Single): Compiled {
  const { all } = traces;
  const shown = spansOfTraces(traces, (context, limited) => shownSpans(context, query.content ?? false, limited));
  const told = givenRows(all, toldColumns, rows);
  const kept: Select = {
    kind: 'select',
    columns: [{ as: '*', value: column('*') }],
    from: {
      kind: 'join',
      left: { kind: 'query', query: shown },
      leftAs: 's',
      right: told,
      rightAs: 't',
      on: [[spanIds.home, 'home']],
    },
    orderBy: [
      { by: column('rank'), direction: 'DESC' },
      { by: column(rowTime), direction: 'ASC' },
    ],
    limit: mostSpans,
  };
  const values = fieldsOf(traces.own, scoresOf(traces, column('s', spanIds.home), column('s', spanIds.span)));
  return {
    select: {
      kind: 'select',
      columns: values.map(([as, value]) => ({ as, value })),
      from: { kind: 'query', query: kept, as: 's' },
      orderBy: ['startTime', 'spanID'].map((name) => ({ by: column(name), direction: 'ASC' as const })),
    },
    facts: ['requests', 'tools', 'agents'],
    frame: {
      type: 'table',
      preferredVisualisation: 'trace',
      columns: values.map(([name]): ColumnPlan => ({
        name,
        role: 'field',
        ...(json.has(name) ? { json: true } : {}),
        ...(name === 'duration' ? { config: { unit: 'ms' } } : {}),
      })),
    },
  };
}

const json = new Set(['serviceTags', 'tags', 'logs', 'references', 'warnings', 'stackTraces']);

/** The fields of Grafana's TraceSpanRow. */
function fieldsOf(context: Context, scores: Expression): readonly (readonly [string, Expression])[] {
  const at = (name: string): Expression => column('s', name);
  const isCircle = equal(at('is_circle'), number(1));
  const failed = canTell(context, 'failed') ? hasFailed(at(rowField('failed'))) : number(0);
  // A span is below the parent that it names, whose id may have a colon, but for one of another trace, which is below its call.
  const own = call('concat', at(spanIds.trace), text(':'), at(spanIds.parent));
  const isNamed = infix('OR', equal(at('rank'), number(0)), equal(at('above'), own));
  const above = call('if', isNamed, at(spanIds.parent), call('extract', at('above'), text(':(.*)$')));
  const isSelf = infix('AND', infix('!=', at(spanIds.parent), text('')), equal(at(spanIds.parent), at(spanIds.span)));
  const warnings = present([
    call('if', isCircle, jsonText(text(warningOf.circle)), text('')),
    call('if', isSelf, jsonText(text(warningOf.self)), text('')),
  ]);
  const leftOut = call(
    'if',
    call('notEmpty', at('left_out')),
    pair(text(JSON.stringify(`${factPrefix}content_left_out`)), jsonText(cut(inProse(at('left_out'))))),
    text('')
  );
  const tags = call('arrayConcat', present([at('tags'), leftOut]), scores, at('written_tags'));
  return [
    ['traceID', at(spanIds.trace)],
    ['spanID', at(spanIds.span)],
    // The view looks for the top from any span, which ends nowhere in a circle.
    ['parentSpanID', call('if', isCircle, text(''), above)],
    ['operationName', at(rowField('spanName'))],
    ['serviceName', at(rowField('service'))],
    ['serviceTags', at('written_resource')],
    ['startTime', milliseconds(at(rowTime))],
    ['duration', infix('*', call('ifNull', at('written_seconds'), number(0)), number(1000))],
    ['tags', jsonArray(tags)],
    ['logs', at('written_events')],
    ['references', at('written_links')],
    ['kind', call('lower', call('replaceRegexpOne', at('written_kind'), text('^SPAN_KIND_'), text('')))],
    ['statusCode', call('toInt64', call('if', failed, number(2), number(0)))],
    ['statusMessage', at('written_status')],
    ['instrumentationLibraryName', at(spanIds.scope)],
    ['instrumentationLibraryVersion', at('written_version')],
    ['warnings', jsonArray(warnings)],
    ['stackTraces', at('written_stacks')],
  ];
}

const warningOf = {
  circle: 'The parents of this span form a circle, so it is shown without one, and nothing is added up here.',
  self: 'This span names itself as its parent, so it is shown without one.',
} as const;
