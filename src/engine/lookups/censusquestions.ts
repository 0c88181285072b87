import { isNamed } from '../canonical/operation.ts';
import { sensibleSeconds } from '../canonical/times.ts';
import { facts } from '../catalogue/facts.ts';
import { tagFields } from '../catalogue/fields.ts';
import { rowField, rowTime, spanIds } from '../compile/context/columnnames.ts';
import { oncePerStatement, type Context } from '../compile/context/context.ts';
import { excludedAttributes } from '../compile/rows/exclude.ts';
import { isGenAi, spanRows } from '../compile/rows/spans.ts';
import { sliceColumn, type Times } from './slices.ts';
import { withConditions } from '../source/layouts/rows.ts';
import { sourcesOf, tagSources } from '../source/sources.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  number,
  over,
  parametricCall,
  text,
  type Expression,
  type Query,
  type Select,
} from '../sql/nodes.ts';

const maxKeys = 5000;
/** Of a slice and scope; the most used ones. */
export const maxModels = 1000;
/** Of all slices. */
const maxScopes = 10_000;

const requests: readonly string[] = facts.requests.operations;
const tools: readonly string[] = facts.tools.operations;

/** What times are asked, slice by slice; null where the source has nothing to ask. */
export type Question = (context: Context, times: Times) => Query | null;

const slice = column(sliceColumn);

/** One row a slice and scope of gen_ai spans. */
export function spansSeen(context: Context, times: Times): Query {
  const isRequest = column('_request');
  const rows = spanRows(context, {
    fields: ['operation', 'provider', 'requestModel', 'responseModel', 'seconds', 'weight', 'failed'],
    attributes: [],
    resources: [],
    times: times.bounds,
    withIds: true,
    everyKey: true,
  });
  const counted = (condition: Expression): Expression =>
    call(
      'sumMapIf',
      column('_keys'),
      call('arrayMap', lambda(['k'], call('toUInt64', number(1))), column('_keys')),
      condition
    );
  return {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: slice },
      { as: 'scope', value: column(spanIds.scope) },
      { as: 'requests', value: call('countIf', isRequest) },
      { as: 'ofRequests', value: counted(isRequest) },
      { as: 'ofOthers', value: counted(call('not', isRequest)) },
      {
        as: 'models',
        value: parametricCall(
          'topKIf',
          [number(maxModels)],
          call(
            'tuple',
            ...(['provider', 'requestModel', 'responseModel'] as const).map((name) => column(rowField(name)))
          ),
          isRequest
        ),
      },
      { as: 'sampled', value: call('countIf', infix('>', column(rowField('weight')), number(1))) },
      {
        as: 'failedAgents',
        value: call(
          'countIf',
          infix(
            'AND',
            column(rowField('failed')),
            infix('IN', column(rowField('operation')), array(facts.agents.operations.map(text)))
          )
        ),
      },
      { as: 'longestRequest', value: call('maxIf', column(rowField('seconds')), isRequest) },
      { as: 'longestSpan', value: call('max', column(rowField('seconds'))) },
    ],
    from: from({
      ...rows,
      columns: [
        ...rows.columns,
        { as: '_request', value: infix('IN', column(rowField('operation')), array(requests.map(text))) },
        { as: '_keys', value: context.spans.attributes.filled },
        { as: sliceColumn, value: times.slice(column(rowTime)) },
      ],
    }),
    ...ofAsked(times),
    groupBy: [slice, column('scope')],
    orderBy: [{ by: column('requests'), direction: 'DESC' }],
    limit: maxScopes,
  };
}

const ofAsked = (times: Times): Pick<Select, 'where'> => {
  const where = times.isAsked(slice);
  return where ? { where } : {};
};

/** Requests and calls of tools, with nothing but what tells their place. */
const light = (context: Context, times: Times): Select =>
  oncePerStatement(context, 'light', () => placed(context, times));

function placed(context: Context, times: Times): Select {
  const rows = spanRows(context, {
    fields: ['rank', 'operation', 'service'],
    attributes: [],
    resources: [],
    operations: [...requests, ...tools],
    times: times.bounds,
    withIds: true,
  });
  return {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: times.slice(column(rowTime)) },
      ...[...Object.values(spanIds), rowField('rank'), rowField('service')].map((name) => ({
        as: name,
        value: column(name),
      })),
      { as: isTool, value: infix('IN', column(rowField('operation')), array(tools.map(text))) },
    ],
    from: from(rows),
    ...ofAsked(times),
  };
}

const isTool = '_tool';

/** A row a slice over the traces of requests, and one over those of tools. */
function tracesSeen(context: Context, times: Times): Query {
  const traces: Select = {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: slice },
      { as: 'tool', value: column(isTool) },
      { as: 'scopes', value: call('uniqExact', column(spanIds.scope)) },
      { as: 'peers', value: call('uniqExactIf', column(spanIds.scope), equal(column(rowField('rank')), number(0))) },
      { as: 'rows', value: call('count') },
      { as: 'spans', value: call('uniqExact', column(spanIds.span)) },
      { as: 'service', value: call('any', column(rowField('service'))) },
      { as: 'roots', value: call('countIf', equal(column(spanIds.parent), text(''))) },
      { as: 'all', value: call('groupUniqArray', column(spanIds.scope)) },
    ],
    from: from(light(context, times)),
    groupBy: [slice, column(spanIds.trace), column(isTool)],
  };
  return {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: column('t', sliceColumn) },
      { as: 'tool', value: column('t', 'tool') },
      { as: 'scopes', value: call('max', column('t', 'scopes')) },
      { as: 'peers', value: call('max', column('t', 'peers')) },
      { as: 'repeats', value: call('sum', infix('-', column('t', 'rows'), column('t', 'spans'))) },
      {
        as: 'elsewhere',
        value: call(
          'countIf',
          infix(
            'AND',
            infix('>', column('t', 'roots'), number(0)),
            infix('>', call('length', column('t', 'beside')), number(1))
          )
        ),
      },
    ],
    from: {
      kind: 'query',
      query: withNeighbours(traces, 'beside', call('groupUniqArrayArray', column('all')), 'service'),
      as: 't',
    },
    groupBy: [column('t', sliceColumn), column('t', 'tool')],
  };
}

/** Adds to the rows what all rows of the same slice, `group` and kind have together. */
const withNeighbours = (rows: Select, as: string, together: Expression, group: string): Select => ({
  kind: 'select',
  columns: [
    { as: '*', value: column('*') },
    { as, value: over(together, [slice, column(group), column('tool')], []) },
  ],
  from: from(rows),
});

/** A row a slice over requests directly below requests, and one over tools below tools. `deep` are those below such again. */
function nestingSeen(context: Context, times: Times): Query {
  const inner = (name: string) => column('inner', name);
  const outer = (name: string) => column('outer', name);
  const parents: Select = {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: inner(sliceColumn) },
      { as: 'tool', value: inner(isTool) },
      { as: 'children', value: call('uniqExact', inner(spanIds.span)) },
      { as: 'calls', value: call('uniqExactIf', inner(spanIds.span), equal(inner(rowField('rank')), number(0))) },
      { as: 'above', value: call('any', outer(spanIds.scope)) },
      { as: 'sdk', value: call('max', equal(inner(rowField('rank')), number(1))) },
      { as: 'own', value: call('max', equal(inner(spanIds.scope), outer(spanIds.scope))) },
      { as: 'trace', value: inner(spanIds.trace) },
      { as: 'parent', value: inner(spanIds.parent) },
      { as: 'spans', value: call('groupUniqArray', inner(spanIds.span)) },
    ],
    from: {
      kind: 'join',
      left: from(light(context, times)),
      leftAs: 'inner',
      right: light(context, times),
      rightAs: 'outer',
      on: [
        [spanIds.trace, spanIds.trace],
        [spanIds.parent, spanIds.span],
        [isTool, isTool],
        [sliceColumn, sliceColumn],
      ],
    },
    where: infix('AND', infix('!=', inner(spanIds.parent), text('')), infix('!=', outer(spanIds.span), text(''))),
    groupBy: [inner(sliceColumn), inner(spanIds.trace), inner(spanIds.parent), inner(isTool)],
  };
  return {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: column('p', sliceColumn) },
      { as: 'tool', value: column('p', 'tool') },
      { as: 'children', value: call('sum', column('p', 'children')) },
      { as: 'most', value: call('max', column('p', 'calls')) },
      { as: 'aboveSdk', value: call('groupUniqArrayIf', column('p', 'above'), column('p', 'sdk')) },
      { as: 'own', value: call('max', column('p', 'own')) },
      { as: 'deep', value: call('max', call('hasAny', column('p', 'spans'), column('p', 'outers'))) },
    ],
    from: {
      kind: 'query',
      query: withNeighbours(parents, 'outers', call('groupUniqArray', column('parent')), 'trace'),
      as: 'p',
    },
    groupBy: [column('p', sliceColumn), column('p', 'tool')],
  };
}

/** One row a slice over spans that are not gen_ai and carry a tag. */
function tagsSeen(context: Context, times: Times): Query {
  const { spans, settings, parameters } = context;
  const sources = [
    ...tagFields.flatMap((field) => sourcesOf(field, settings)),
    ...excludedAttributes(settings).flatMap((key) => tagSources([key])),
  ];
  const keys = [...new Set(sources.map(({ key }) => key))];
  return {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: times.slice(spans.time) },
      { as: 'keys', value: parametricCall('groupUniqArrayArray', [number(maxKeys)], spans.attributes.filled) },
      { as: 'longest', value: call('max', spans.seconds ? sensibleSeconds(spans.seconds) : number(0)) },
    ],
    ...withConditions(spans.rows(times.bounds, null), [
      spans.attributes.hasAnyOf(keys, parameters.list(keys)),
      call('not', isGenAi(context)),
      times.isAsked(times.slice(spans.time)),
    ]),
    groupBy: [slice],
  };
}

/** One row a slice over spans without any marker that are named like a call. */
function bareSeen(context: Context, times: Times): Query {
  const { spans } = context;
  return {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: times.slice(spans.time) },
      { as: 'scopes', value: call('groupUniqArray', spans.scope ?? text('')) },
    ],
    ...withConditions(spans.rows(times.bounds, []), [
      isNamed(spans),
      call('not', isGenAi(context)),
      times.isAsked(times.slice(spans.time)),
    ]),
    groupBy: [slice],
  };
}

export const questions = [spansSeen, tracesSeen, nestingSeen, tagsSeen, bareSeen] as const;

/** Those of them about spans that tell of one call. */
export const waysOfWriting: readonly Question[] = [tracesSeen, nestingSeen];
