import { facts } from '../catalogue/facts.ts';
import { tagFields, type FieldId } from '../catalogue/fields.ts';
import type { Statement, StatementResult } from '../host.ts';
import type { Settings } from '../settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import type { SpanColumns } from '../source/layouts/layout.ts';
import { sourcesOf } from '../source/sources.ts';
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
import { print } from '../sql/print.ts';
import type { Window } from '../window.ts';
import { Parameters, rowField, type Context } from './context.ts';
import { inWindow } from './rows.ts';
import { dialectOfScope } from './spanfields.ts';
import { isGenAi, isNamed, spanIds, spanRows } from './spans.ts';

/** A census is taken of whole days, so that all panels of a dashboard share one; new days begin at midnight UTC. */
const day = 86_400_000;
const cacheSeconds = 600;
const maxKeys = 5000;
const maxModels = 500;
const maxScopes = 200;
const longest = 3600;

const requests: readonly string[] = facts.requests.operations;

/** Asks what the days of the window hold: five statements, answered beside each other. */
export function censusStatements(
  source: SourceDescription,
  spans: SpanColumns,
  settings: Settings,
  window: Window
): Statement[] {
  const days: Window = {
    ...window,
    from: Math.floor(window.from / day) * day,
    to: Math.ceil(window.to / day) * day,
  };
  const context: Context = { source, spans, settings, census: null, window: days, parameters: new Parameters() };
  return [spansSeen, tracesSeen, nestingSeen, tagsSeen, bareSeen]
    .map((seen) => seen(context))
    .map((query) => ({
      sql: print(query),
      params: context.parameters.values,
      settings: {},
      cacheSeconds,
    }));
}

/** Reads their answers; all but the first are one row. */
export function readCensus(results: readonly (StatementResult & { ok: true })[], settings: Settings): Census {
  const [scopes = [], [traces = {}] = [], [nesting = {}] = [], [tags = {}] = [], [bare = {}] = []] = results.map(
    ({ columns, rows }) => rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])))
  );
  const texts = (value: unknown) => (value as string[] | undefined) ?? [];
  const distinct = (lists: readonly string[][]) => [...new Set(lists.flat())].sort();
  const counts = (row: Record<string, unknown>, name: string) =>
    (row[name] as [string[], unknown[]] | undefined) ?? [[], []];
  const most = (rows: readonly Record<string, unknown>[], name: string) =>
    Math.max(0, ...rows.map((row) => Number(row[name] ?? 0)));
  return {
    keys: distinct([
      ...scopes.map((row) => counts(row, 'ofRequests')[0]),
      ...scopes.map((row) => counts(row, 'ofOthers')[0]),
      texts(tags['keys']),
    ]),
    scopes: distinct([scopes.map((row) => String(row['scope']))]),
    models: models(scopes),
    nesting: {
      siblings: Number(traces['scopes'] ?? 0) > 1,
      children: Number(nesting['children'] ?? 0) > 0,
      wrappers: Number(nesting['most'] ?? 0) > 1,
      repeats: Number(traces['repeats'] ?? 0) > 0,
    },
    bareScopes: texts(bare['scopes'])
      .filter((scope) => dialectOfScope(scope) > 0)
      .sort(),
    aboveSdk: texts(nesting['aboveSdk']).sort(),
    tagKeys: distinct([...scopes.map((row) => counts(row, 'ofOthers')[0]), texts(tags['keys'])]),
    lacking: tagFields.filter((field) => scopes.some((row) => lacks(row, field, settings))),
    sampled: most(scopes, 'sampled') > 0,
    longestRequest: bounded(most(scopes, 'longestRequest')),
    longestTrace: bounded(Math.max(most(scopes, 'longestSpan'), Number(tags['longest'] ?? 0))),
  };
}

const bounded = (seconds: number): number => Math.min(longest, Math.ceil(seconds) + 1);

function models(scopes: readonly Record<string, unknown>[]): [string, string, string][] {
  const all = scopes.flatMap((row) => (row['models'] as [string, string, string][] | undefined) ?? []);
  const byText = new Map(all.map((model) => [model.join('\n'), model]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, model]) => model);
}

/** Whether a scope's requests are without a field's key; a container's key does not say what is in it. */
function lacks(row: Record<string, unknown>, field: FieldId, settings: Settings): boolean {
  const [keys, counts] = (row['ofRequests'] as [string[], unknown[]] | undefined) ?? [[], []];
  const requestsOf = Number(row['requests'] ?? 0);
  const full = sourcesOf(field, settings).some(
    (source) => source.kind === 'key' && Number(counts[keys.indexOf(source.key)] ?? 0) === requestsOf
  );
  return requestsOf > 0 && !full;
}

/** One row a scope of gen_ai spans. */
function spansSeen(context: Context): Query {
  const isRequest = column('_request');
  const rows = spanRows(context, {
    fields: ['operation', 'provider', 'requestModel', 'responseModel', 'seconds', 'weight'],
    attributes: [],
    resources: [],
    prewhere: inWindow(context, context.spans.time),
    withIds: true,
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
        { as: '_keys', value: filledKeys(context.spans) },
      ],
    }),
    groupBy: [column('scope')],
    orderBy: [{ by: column('requests'), direction: 'DESC' }],
    limit: maxScopes,
  };
}

/** Requests with nothing but what tells their place. */
function light(context: Context): Select {
  const rows = spanRows(context, {
    fields: ['rank'],
    attributes: [],
    resources: [],
    operations: requests,
    prewhere: inWindow(context, context.spans.time),
    withIds: true,
  });
  return {
    kind: 'select',
    columns: [...Object.values(spanIds), rowField('rank')].map((name) => ({ as: name, value: column(name) })),
    from: from(rows),
  };
}

/** One row over the traces of requests. */
function tracesSeen(context: Context): Query {
  const traces: Select = {
    kind: 'select',
    columns: [
      { as: 'scopes', value: call('uniqExact', column(spanIds.scope)) },
      { as: 'rows', value: call('count') },
      { as: 'spans', value: call('uniqExact', column(spanIds.span)) },
    ],
    from: from(light(context)),
    groupBy: [column(spanIds.trace)],
  };
  return {
    kind: 'select',
    columns: [
      { as: 'scopes', value: call('max', column('t', 'scopes')) },
      { as: 'repeats', value: call('sum', infix('-', column('t', 'rows'), column('t', 'spans'))) },
    ],
    from: { kind: 'query', query: traces, as: 't' },
  };
}

/** One row over requests directly below requests. */
function nestingSeen(context: Context): Query {
  const inner = (name: string) => column('inner', name);
  const outer = (name: string) => column('outer', name);
  const parents: Select = {
    kind: 'select',
    columns: [
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
      ],
    },
    where: infix('AND', infix('!=', inner(spanIds.parent), text('')), infix('!=', outer(spanIds.span), text(''))),
    groupBy: [inner(spanIds.trace), inner(spanIds.parent)],
  };
  return {
    kind: 'select',
    columns: [
      { as: 'children', value: call('sum', column('p', 'children')) },
      { as: 'most', value: call('max', column('p', 'calls')) },
      { as: 'aboveSdk', value: call('groupUniqArrayIf', column('p', 'above'), column('p', 'sdk')) },
    ],
    from: { kind: 'query', query: parents, as: 'p' },
  };
}

/** One row over spans that are not gen_ai and carry a tag. */
function tagsSeen(context: Context): Query {
  const { spans, settings, parameters } = context;
  const keys = [...new Set(tagFields.flatMap((field) => sourcesOf(field, settings).map(({ key }) => key)))];
  return {
    kind: 'select',
    columns: [
      { as: 'keys', value: parametricCall('groupUniqArrayArray', [number(maxKeys)], filledKeys(spans)) },
      { as: 'longest', value: call('max', spans.seconds) },
    ],
    from: spans.from,
    prewhere: inWindow(context, spans.time),
    where: infix('AND', spans.hasAnyOf(parameters.list(keys)), call('not', isGenAi(context))),
  };
}

/** One row over spans without any marker that are named like a call. */
function bareSeen(context: Context): Query {
  const { spans } = context;
  return {
    kind: 'select',
    columns: [{ as: 'scopes', value: call('groupUniqArray', spans.scope ?? text('')) }],
    from: spans.from,
    prewhere: inWindow(context, spans.time),
    where: infix('AND', isNamed(spans), call('not', isGenAi(context))),
  };
}

/** Keys of a row that have a value. */
function filledKeys(spans: SpanColumns): Expression {
  return call(
    'arrayFilter',
    lambda(['k', 'v'], infix('!=', column('v'), text(''))),
    call('arrayMap', lambda(['k'], call('toString', column('k'))), spans.attributes.keys),
    spans.attributes.values
  );
}
