import { rowField, rowTime, spanIds } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import type { Compiled } from '../../compiled.ts';
import { refuseAlerts } from '../refuse.ts';
import type { ColumnPlan, Request } from '../../../host.ts';
import type { TraceQuery } from '../../../query/model.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  number,
  text,
  type Expression,
  type Query,
  type Select,
} from '../../../sql/nodes.ts';
import { allTags, factTags, isGenAi } from './facttags.ts';
import { refuseWithoutIds, spellingsOf } from './ids.ts';
import { cut, jsonArray, jsonText, present } from './json.ts';
import { traceEdges, traceNodes } from './graph.ts';
import { nodesOf, sums, withTree } from './nodes.ts';
import { callsOf } from './roles.ts';
import { scoresOf } from './scores.ts';
import { milliseconds, ownField, shownSpans } from './shown.ts';
import { below, climbed } from './tree.ts';
import { spansOfTraces, tracesOf, type Traces } from './within.ts';

/** Spans that are shown of one trace; Grafana's trace view becomes slow with more. */
export const mostSpans = 10_000;
/** Spans over which numbers are added up from below. */
export const mostInTree = 100_000;

/**
 * Compiles one trace for Grafana's trace view: each span as it was written, and as tags what was read of it.
 *
 *   spans    as they were written, without contents           (shown.ts)
 *     │ roles    what each is counted as, by the rows of measures  (roles.ts)
 *     │ tree     what is below each, added up                      (nodes.ts, tree.ts)
 *     │ scores   evaluations of each                               (scores.ts)
 *   frame    one row a span, in Grafana's fields
 *
 * `rounds` are those of `climbed`; without any nothing is added up from below.
 */
export function traceView(context: Context, query: TraceQuery, request: Request, rounds: number): Compiled {
  refuseAlerts(query, request);
  refuseWithoutIds(context);
  const traces = tracesOf(context, spellingsOf(query.traceId, context.source));
  switch (query.view) {
    case 'nodes':
      return traceNodes(traces, rounds);
    case 'edges':
      return traceEdges(traces, rounds);
    default:
      return ofSpans(traces, query, rounds);
  }
}

function ofSpans(traces: Traces, query: TraceQuery, rounds: number): Compiled {
  const { all } = traces;
  const rows = spansOfTraces(
    traces,
    (context, limited) => shownSpans(context, query.content ?? false, limited),
    () => callsOf(traces)
  );
  const nodes = nodesOf(traces);
  const told = joined(rows, withTree(nodes, climbed(nodes, rounds, { sums })));
  const scores = scoresOf(traces);
  const focus = query.spanId === undefined ? undefined : all.parameters.text(query.spanId);
  // Spans of calls, and what leads to them, are shown before others.
  const order = call(
    'multiIf',
    ...(focus ? [equal(column('s', spanIds.span), focus), number(0)] : []),
    infix(
      'OR',
      equal(column('s', 'above'), text('')),
      isGenAi(all),
      infix('>', infix('+', column('s', below('requests')), column('s', below('tools'))), number(0))
    ),
    number(1),
    number(2)
  );
  const kept: Select = {
    kind: 'select',
    columns: [{ as: '*', value: column('*') }],
    from: { kind: 'query', query: told, as: 's' },
    orderBy: [
      { by: order, direction: 'ASC' },
      { by: column(rowTime), direction: 'ASC' },
    ],
    limit: mostSpans,
  };
  const values = fieldsOf(all, rounds, scores);
  return {
    select: {
      kind: 'select',
      columns: values.map(([as, value]) => ({ as, value })),
      from: { kind: 'query', query: kept, as: 's' },
      orderBy: [
        { by: column('startTime'), direction: 'ASC' },
        { by: column('spanID'), direction: 'ASC' },
      ],
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
function fieldsOf(context: Context, rounds: number, scores: Expression): readonly (readonly [string, Expression])[] {
  const at = (name: string): Expression => column('s', name);
  const isCircle = equal(at('is_circle'), number(1));
  const failed = infix('!=', call('ifNull', ownField('failed'), number(0)), number(0));
  const isSelf = infix('AND', infix('!=', at(spanIds.parent), text('')), equal(at(spanIds.parent), at(spanIds.span)));
  const warnings = present([
    call('if', isCircle, jsonText(text(warningOf.circle)), text('')),
    call('if', isSelf, jsonText(text(warningOf.self)), text('')),
  ]);
  return [
    ['traceID', at(spanIds.trace)],
    ['spanID', at(spanIds.span)],
    // The view looks for the top from any span, which ends nowhere in a circle.
    ['parentSpanID', call('if', isCircle, text(''), call('extract', at('above'), text(':(.*)$')))],
    ['operationName', at(rowField('spanName'))],
    ['serviceName', at(rowField('service'))],
    ['serviceTags', at('written_resource')],
    ['startTime', milliseconds(at(rowTime))],
    ['duration', infix('*', call('ifNull', at('written_seconds'), number(0)), number(1000))],
    ['tags', allTags(factTags(context, rounds), scores)],
    ['logs', at('written_events')],
    ['references', at('written_links')],
    ['kind', call('lower', call('replaceRegexpOne', at('written_kind'), text('^SPAN_KIND_'), text('')))],
    ['statusCode', call('toInt64', call('if', failed, number(2), number(0)))],
    ['statusMessage', cut(at('written_status'))],
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

/** The rows of spans with what the tree says of them. */
const joined = (rows: Query, tree: Select): Select => ({
  kind: 'select',
  columns: [{ as: '*', value: column('*') }],
  from: { kind: 'join', left: from(rows), leftAs: 'l', right: tree, rightAs: 'r', on: [[spanIds.home, 'home']] },
});
