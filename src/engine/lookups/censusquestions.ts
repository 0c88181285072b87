import { isNamed } from '../canonical/operation.ts';
import { facts } from '../catalogue/facts.ts';
import { tagFields } from '../catalogue/fields.ts';
import { rowField, spanIds } from '../compile/context/columnnames.ts';
import { oncePerStatement, type Context } from '../compile/context/context.ts';
import { timesOf } from '../compile/context/times.ts';
import { excludedAttributes } from '../compile/rows/exclude.ts';
import { isGenAi, spanRows } from '../compile/rows/spans.ts';
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
  parametricCall,
  text,
  type Expression,
  type Query,
  type Select,
} from '../sql/nodes.ts';

const maxKeys = 5000;
const maxModels = 500;
const maxScopes = 200;

const requests: readonly string[] = facts.requests.operations;
const tools: readonly string[] = facts.tools.operations;

/** A question about a range of days; null if the source cannot answer it. */
export type Question = (context: Context) => Query | null;

/** Selects one row per scope of gen_ai spans. */
function spansSeen(context: Context): Query {
  const isRequest = column('_request');
  const rows = spanRows(context, {
    fields: ['operation', 'provider', 'requestModel', 'responseModel', 'seconds', 'weight'],
    attributes: [],
    resources: [],
    times: timesOf(context),
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
      { as: 'scope', value: column(spanIds.scope) },
      { as: 'requests', value: call('countIf', isRequest) },
      { as: 'ofRequests', value: counted(isRequest) },
      { as: 'ofOthers', value: counted(call('not', isRequest)) },
      {
        as: 'models',
        value: parametricCall(
          'groupUniqArrayIf',
          [number(maxModels)],
          call(
            'tuple',
            ...(['provider', 'requestModel', 'responseModel'] as const).map((name) => column(rowField(name)))
          ),
          isRequest
        ),
      },
      { as: 'sampled', value: call('countIf', infix('>', column(rowField('weight')), number(1))) },
      { as: 'longestRequest', value: call('maxIf', column(rowField('seconds')), isRequest) },
      { as: 'longestSpan', value: call('max', column(rowField('seconds'))) },
    ],
    from: from({
      ...rows,
      columns: [
        ...rows.columns,
        { as: '_request', value: infix('IN', column(rowField('operation')), array(requests.map(text))) },
        { as: '_keys', value: context.spans.attributes.filled },
      ],
    }),
    groupBy: [column('scope')],
    orderBy: [{ by: column('requests'), direction: 'DESC' }],
    limit: maxScopes,
  };
}

/** Selects requests and tool calls, with only the columns that relate them to each other. */
const light = (context: Context): Select => oncePerStatement(context, 'light', () => placed(context));

function placed(context: Context): Select {
  const rows = spanRows(context, {
    fields: ['rank', 'operation'],
    attributes: [],
    resources: [],
    operations: [...requests, ...tools],
    times: timesOf(context),
    withIds: true,
  });
  return {
    kind: 'select',
    columns: [
      ...[...Object.values(spanIds), rowField('rank')].map((name) => ({ as: name, value: column(name) })),
      { as: isTool, value: infix('IN', column(rowField('operation')), array(tools.map(text))) },
    ],
    from: from(rows),
  };
}

const isTool = '_tool';

/** Selects one row over the traces of requests, and one over those of tools. */
function tracesSeen(context: Context): Query {
  const traces: Select = {
    kind: 'select',
    columns: [
      { as: 'tool', value: column(isTool) },
      { as: 'scopes', value: call('uniqExact', column(spanIds.scope)) },
      { as: 'peers', value: call('uniqExactIf', column(spanIds.scope), equal(column(rowField('rank')), number(0))) },
      { as: 'rows', value: call('count') },
      { as: 'spans', value: call('uniqExact', column(spanIds.span)) },
    ],
    from: from(light(context)),
    groupBy: [column(spanIds.trace), column(isTool)],
  };
  return {
    kind: 'select',
    columns: [
      { as: 'tool', value: column('t', 'tool') },
      { as: 'scopes', value: call('max', column('t', 'scopes')) },
      { as: 'peers', value: call('max', column('t', 'peers')) },
      { as: 'repeats', value: call('sum', infix('-', column('t', 'rows'), column('t', 'spans'))) },
    ],
    from: { kind: 'query', query: traces, as: 't' },
    groupBy: [column('t', 'tool')],
  };
}

/** Selects one row over requests directly below requests, and one over tools below tools. */
function nestingSeen(context: Context): Query {
  const inner = (name: string) => column('inner', name);
  const outer = (name: string) => column('outer', name);
  const parents: Select = {
    kind: 'select',
    columns: [
      { as: 'tool', value: inner(isTool) },
      { as: 'children', value: call('uniqExact', inner(spanIds.span)) },
      { as: 'calls', value: call('uniqExactIf', inner(spanIds.span), equal(inner(rowField('rank')), number(0))) },
      { as: 'above', value: call('any', outer(spanIds.scope)) },
      { as: 'sdk', value: call('max', equal(inner(rowField('rank')), number(1))) },
    ],
    from: {
      kind: 'join',
      left: from(light(context)),
      leftAs: 'inner',
      right: light(context),
      rightAs: 'outer',
      on: [
        [spanIds.trace, spanIds.trace],
        [spanIds.parent, spanIds.span],
        [isTool, isTool],
      ],
    },
    where: infix('AND', infix('!=', inner(spanIds.parent), text('')), infix('!=', outer(spanIds.span), text(''))),
    groupBy: [inner(spanIds.trace), inner(spanIds.parent), inner(isTool)],
  };
  return {
    kind: 'select',
    columns: [
      { as: 'tool', value: column('p', 'tool') },
      { as: 'children', value: call('sum', column('p', 'children')) },
      { as: 'most', value: call('max', column('p', 'calls')) },
      { as: 'aboveSdk', value: call('groupUniqArrayIf', column('p', 'above'), column('p', 'sdk')) },
    ],
    from: { kind: 'query', query: parents, as: 'p' },
    groupBy: [column('p', 'tool')],
  };
}

/** Selects one row over spans that are not gen_ai spans and have a tag. */
function tagsSeen(context: Context): Query {
  const { spans, settings, parameters } = context;
  const sources = [
    ...tagFields.flatMap((field) => sourcesOf(field, settings)),
    ...excludedAttributes(settings).flatMap((key) => tagSources([key])),
  ];
  const keys = [...new Set(sources.map(({ key }) => key))];
  return {
    kind: 'select',
    columns: [
      { as: 'keys', value: parametricCall('groupUniqArrayArray', [number(maxKeys)], spans.attributes.filled) },
      { as: 'longest', value: call('max', spans.seconds ?? number(0)) },
    ],
    ...withConditions(spans.rows(timesOf(context), null), [
      spans.attributes.hasAnyOf(keys, parameters.list(keys)),
      call('not', isGenAi(context)),
    ]),
  };
}

/** Selects one row over spans without any marker that are named like a call. */
function bareSeen(context: Context): Query {
  const { spans } = context;
  return {
    kind: 'select',
    columns: [{ as: 'scopes', value: call('groupUniqArray', spans.scope ?? text('')) }],
    ...withConditions(spans.rows(timesOf(context), []), [isNamed(spans), call('not', isGenAi(context))]),
  };
}

export const questions = [spansSeen, tracesSeen, nestingSeen, tagsSeen, bareSeen] as const;
