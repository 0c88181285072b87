import { facts } from '../catalogue/facts.ts';
import { rowField, rowTime, spanIds } from '../compile/context/columnnames.ts';
import type { Context } from '../compile/context/context.ts';
import type { SpanField } from '../canonical/spanfield.ts';
import { spanRows } from '../compile/rows/spans.ts';
import { ofAsked, type Question } from './question.ts';
import { sliceColumn, type Times } from './slices.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  number,
  text,
  type Expression,
  type Output,
  type Select,
} from '../sql/nodes.ts';

const tools: readonly string[] = facts.tools.operations;
const operations: readonly string[] = [...facts.requests.operations, ...tools];

const slice = column(sliceColumn);
/** The first column of the answer: whether a row is about calls of tools. */
export const toolColumn = 'tool';
const isTool = column(toolColumn);
const [trace, span, parent, scope] = [spanIds.trace, spanIds.span, spanIds.parent, spanIds.scope].map((id) =>
  column(id)
) as [Expression, Expression, Expression, Expression];
const rank = column(rowField('rank'));
const service = column(rowField('service'));

const yes = (condition: Expression): Expression => infix('>', condition, number(0));
const max = (name: string): Output => ({ as: name, value: call('max', column(name)) });
const kept = (...names: string[]): Output[] => names.map((name) => ({ as: name, value: column(name) }));
const group = { slice: { as: sliceColumn, value: slice }, tool: { as: toolColumn, value: isTool } };

/**
 * One row a slice over requests, and one over calls of tools: how several spans may tell of one call, and what is below what.
 * Rows are read once, and go through it in one pass, because the calls of a day are too many for a join with themselves:
 *
 *   calls ─▶ traces ─▶ those in which a call is below a call, call by call ─▶ each call and what is directly below it ─▶ services
 */
export const callsSeen: Question = (context, times) =>
  ofSlices(ofServices(ofCalls(oneByOne(ofTraces(calls(context, times))))));

/** What tells the place of a call among others. */
export const placeFields: readonly SpanField[] = ['rank', 'operation', 'service'];

/** Requests and calls of tools, with nothing but what tells their place. */
function calls(context: Context, times: Times): Select {
  const rows = spanRows(context, {
    fields: placeFields,
    attributes: [],
    resources: [],
    operations,
    times: times.bounds,
    withIds: true,
  });
  return {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: times.slice(column(rowTime)) },
      ...kept(trace_, spanIds.span, spanIds.parent, spanIds.scope, rowField('rank'), rowField('service')),
      { as: toolColumn, value: infix('IN', column(rowField('operation')), array(tools.map(text))) },
    ],
    from: from(rows),
    ...ofAsked(times),
  };
}

const trace_ = spanIds.trace;

/** A number for a span of a trace. */
const numbered = (id: Expression): Expression => call('cityHash64', trace, id);

const lists = ['ids', 'parents', 'scopes', 'ranks'] as const;

/** What each call has beside the others of its trace. */
const ofEach = [
  ...[sliceColumn, toolColumn, 'service', 'all', 'peers', 'roots', 'repeats'],
  ...['id', 'parent', 'scope', 'rank'],
];

function ofTraces(from_: Select): Select {
  return {
    kind: 'select',
    columns: [
      group.slice,
      group.tool,
      { as: 'service', value: call('any', service) },
      { as: 'all', value: call('groupUniqArray', scope) },
      { as: 'peers', value: call('uniqExactIf', scope, equal(rank, number(0))) },
      { as: 'roots', value: call('max', equal(parent, text(''))) },
      { as: 'ids', value: call('groupArray', numbered(span)) },
      { as: 'parents', value: call('groupArray', call('if', equal(parent, text('')), number(0), numbered(parent))) },
      { as: 'scopes', value: call('groupArray', scope) },
      { as: 'ranks', value: call('groupArray', rank) },
    ],
    from: from(from_),
    groupBy: [slice, trace, isTool],
  };
}

/** The calls of traces that hold one below another; of the others one will do. */
function oneByOne(traces: Select): Select {
  const marked: Select = {
    kind: 'select',
    columns: [
      ...kept(sliceColumn, toolColumn, 'service', 'all', 'peers', 'roots', ...lists),
      {
        as: 'repeats',
        value: infix('>', call('length', column('ids')), call('length', call('arrayDistinct', column('ids')))),
      },
      { as: 'nested', value: call('notEmpty', call('arrayIntersect', column('ids'), column('parents'))) },
    ],
    from: from(traces),
  };
  const length = call('if', column('nested'), call('length', column('ids')), number(1));
  return {
    kind: 'select',
    columns: kept(...ofEach, 'nested'),
    from: from(marked),
    arrayJoin: lists.map((list) => ({
      as: list.slice(0, -1),
      value: call('arraySlice', column(list), number(1), length),
    })),
  };
}

/** Each call beside those directly below it: under the number of its span are itself and they. */
function ofCalls(each: Select): Select {
  const isBelow = equal(column('place'), number(2));
  const isItself = equal(column('place'), number(1));
  const of = (condition: Expression): Expression => infix('AND', isBelow, condition);
  const firsts = of(equal(column('rank'), number(0)));
  return {
    kind: 'select',
    columns: [
      ...kept(sliceColumn, toolColumn, 'service', 'at'),
      { as: 'all', value: call('any', column('all')) },
      ...['peers', 'roots', 'repeats'].map(max),
      { as: 'isOuter', value: infix('AND', call('max', isItself), call('max', isBelow)) },
      {
        as: 'several',
        value: infix('!=', call('minIf', column('id'), firsts), call('maxIf', column('id'), firsts)),
      },
      { as: 'above', value: call('anyIf', column('scope'), isItself) },
      { as: 'sdk', value: call('max', of(equal(column('rank'), number(1)))) },
      {
        as: 'own',
        value: call(
          'hasAny',
          call('groupUniqArrayIf', column('scope'), isItself),
          call('groupUniqArrayIf', column('scope'), isBelow)
        ),
      },
      { as: 'top', value: call('anyIf', column('parent'), isItself) },
    ],
    from: from({
      kind: 'select',
      columns: kept(...ofEach, 'place', 'at'),
      from: from(each),
      arrayJoin: [
        { as: 'place', value: array([number(1), number(2)]) },
        {
          as: 'at',
          value: array([column('id'), call('if', column('nested'), column('parent'), number(0))]),
        },
      ],
      where: infix('OR', equal(column('place'), number(1)), yes(column('at'))),
    }),
    groupBy: [slice, isTool, column('service'), column('at')],
  };
}

function ofServices(each: Select): Select {
  const isOuter = column('isOuter');
  return {
    kind: 'select',
    columns: [
      group.slice,
      group.tool,
      { as: 'scopes', value: call('max', column('scopesOfTrace')) },
      max('peers'),
      max('repeats'),
      {
        as: 'elsewhere',
        value: infix(
          'AND',
          call('max', column('roots')),
          infix('>', call('length', call('groupUniqArrayArray', column('all'))), number(1))
        ),
      },
      { as: 'children', value: call('max', isOuter) },
      { as: 'several', value: call('max', infix('AND', isOuter, column('several'))) },
      { as: 'aboveSdk', value: call('groupUniqArrayIf', column('above'), infix('AND', isOuter, column('sdk'))) },
      { as: 'own', value: call('max', infix('AND', isOuter, column('own'))) },
      {
        as: 'deep',
        value: call(
          'notEmpty',
          call(
            'arrayIntersect',
            call('groupUniqArrayIf', column('at'), isOuter),
            call('groupUniqArrayIf', column('top'), isOuter)
          )
        ),
      },
    ],
    from: from({
      kind: 'select',
      columns: [
        { as: '*', value: column('*') },
        { as: 'scopesOfTrace', value: call('length', column('all')) },
      ],
      from: from(each),
    }),
    groupBy: [slice, isTool, column('service')],
  };
}

const ofSlices = (services: Select): Select => ({
  kind: 'select',
  columns: [
    group.tool,
    group.slice,
    ...['scopes', 'peers', 'repeats', 'elsewhere', 'children', 'several', 'own', 'deep'].map(max),
    { as: 'aboveSdk', value: call('groupUniqArrayArray', column('aboveSdk')) },
  ],
  from: from(services),
  groupBy: [slice, isTool],
});
