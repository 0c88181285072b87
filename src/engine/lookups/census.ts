import { facts } from '../catalogue/facts.ts';
import { tagFields, type FieldId } from '../catalogue/fields.ts';
import type { Answer, Statement } from '../host.ts';
import { memo, names } from '../memo.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census, Nesting } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
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
import { print } from '../sql/print.ts';
import type { Window } from '../window.ts';
import { contextOf } from '../compile/contextof.ts';
import { once, rowField, type Context } from '../compile/context/context.ts';
import { isOfScores, readScoreKeys, scoresSeen } from './scorekeys.ts';
import { excludedAttributes } from '../compile/rows/exclude.ts';
import { timesOf } from '../compile/context/times.ts';
import { dialectOfScope, isNamed } from '../canonical/derived.ts';
import { isGenAi, spanIds, spanRows } from '../compile/rows/spans.ts';

/** A census is taken of whole days, so that all panels of a dashboard share one; new days begin at midnight UTC. */
const day = 86_400_000;
/** The last day of a window is still being written. What lies before it is looked at again when it moves. */
const lastDay = { cacheSeconds: 600, staleSeconds: 3600 };
const before = { cacheSeconds: 6 * 3600, staleSeconds: 24 * 3600 };
const maxKeys = 5000;
const maxModels = 500;
const maxScopes = 200;
const longest = 3600;

const requests: readonly string[] = facts.requests.operations;
const tools: readonly string[] = facts.tools.operations;

/** Just after midnight a day has shown too little of what it will hold. */
const shortest = day / 4;

/** The whole days of the windows, which are their own; days that follow each other are one range. */
export function daysOf(windows: readonly Window[]): Window[] {
  const ranges: Window[] = [];
  const days = windows.map(({ from, to }) => ({
    from: Math.floor(Math.min(from, to - shortest) / day) * day,
    to: Math.ceil(to / day) * day,
    step: day / 1000,
    delay: 0,
  }));
  for (const range of days.sort((a, b) => a.from - b.from)) {
    const last = ranges[ranges.length - 1];
    if (last && range.from <= last.to) {
      last.to = Math.max(last.to, range.to);
    } else {
      ranges.push(range);
    }
  }
  return ranges;
}

/** A month is not to be read again every ten minutes for what its last day adds. */
function withoutLastDay(window: Window): { window: Window; kept: typeof lastDay }[] {
  const start = window.to - day;
  return start > window.from
    ? [
        { window: { ...window, to: start }, kept: before },
        { window: { ...window, from: start }, kept: lastDay },
      ]
    : [{ window, kept: lastDay }];
}

/**
 * Asks what the days of the windows hold: the same questions of each range of days, answered beside each other. Of `scores`
 * only where a query reads them: log records of all kinds are more than spans.
 */
export function censusStatements(
  source: SourceDescription,
  settings: Settings,
  windows: readonly Window[],
  scores = false
): Statement[] {
  const of = nameOf(JSON.stringify([source, settings]));
  const all: readonly Question[] = scores ? [scoresSeen, ...questions] : questions;
  return daysOf(windows)
    .flatMap(withoutLastDay)
    .flatMap(({ window, kept }) =>
      asked([of, window.from, window.to, kept.cacheSeconds, scores].join(' '), () => {
        const context = contextOf({ source, settings, census: null, window });
        return all.flatMap((seen) => {
          const query = seen(context);
          return query ? [{ sql: print(query), params: context.parameters.values, settings: {}, ...kept }] : [];
        });
      })
    );
}

/** What a range of days is asked; null where the source has nothing to ask. */
type Question = (context: Context) => Query | null;

/** All queries of a day ask the same. */
const asked = memo<readonly Statement[]>(50);
const nameOf = names(50);

/** Reads their answers, in their order. */
export function readCensus(answers: readonly Answer[], settings: Settings): Census {
  const results = answers.filter((answer) => !isOfScores(answer));
  const scoreKeys = readScoreKeys(answers);
  const ranges = Array.from({ length: results.length / questions.length }, (_, index) =>
    readRange(results.slice(index * questions.length, (index + 1) * questions.length), settings)
  );
  const [first, ...others] = ranges;
  if (!first) {
    throw new Error('a census was asked of no days');
  }
  return { ...others.reduce(bothOf, first), ...(scoreKeys ? { scoreKeys } : {}) };
}

function bothOf(a: Census, b: Census): Census {
  const union = <Item extends string>(one: readonly Item[], two: readonly Item[]) =>
    [...new Set([...one, ...two])].sort();
  return {
    keys: union(a.keys, b.keys),
    scopes: union(a.scopes, b.scopes),
    models: distinctModels([...a.models, ...b.models]),
    nesting: eitherOf(a.nesting, b.nesting),
    toolNesting: eitherOf(a.toolNesting, b.toolNesting),
    bareScopes: union(a.bareScopes, b.bareScopes),
    aboveSdk: union(a.aboveSdk, b.aboveSdk),
    tagKeys: union(a.tagKeys, b.tagKeys),
    lacking: union(a.lacking, b.lacking),
    sampled: a.sampled || b.sampled,
    longestRequest: Math.max(a.longestRequest, b.longestRequest),
    longestTrace: Math.max(a.longestTrace, b.longestTrace),
  };
}

const eitherOf = (a: Nesting, b: Nesting): Nesting => ({
  siblings: a.siblings || b.siblings,
  chains: a.chains || b.chains,
  peers: a.peers || b.peers,
  children: a.children || b.children,
  wrappers: a.wrappers || b.wrappers,
  repeats: a.repeats || b.repeats,
});

/** The last two answers are one row; the two before them one of requests, one of tools. */
function readRange(results: readonly Answer[], settings: Settings): Census {
  const [scopes = [], traces = [], nested = [], [tags = {}] = [], [bare = {}] = []] = results.map(({ columns, rows }) =>
    rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])))
  );
  const texts = (value: unknown) => (value as string[] | undefined) ?? [];
  const distinct = (lists: readonly string[][]) => [...new Set(lists.flat())].sort();
  const counts = (row: Record<string, unknown>, name: string) =>
    (row[name] as [string[], unknown[]] | undefined) ?? [[], []];
  const most = (rows: readonly Record<string, unknown>[], name: string) =>
    Math.max(0, ...rows.map((row) => Number(row[name] ?? 0)));
  // Spans without any key have a name.
  const isBare = texts(bare['scopes']).length > 0;
  return {
    keys: distinct([
      ...scopes.map((row) => counts(row, 'ofRequests')[0]),
      ...scopes.map((row) => counts(row, 'ofOthers')[0]),
      texts(tags['keys']),
    ]),
    scopes: distinct([scopes.map((row) => String(row['scope']))]),
    models: models(scopes),
    nesting: nestingOf(traces, nested, false),
    toolNesting: nestingOf(traces, nested, true),
    bareScopes: texts(bare['scopes'])
      .filter((scope) => dialectOfScope(scope) > 0)
      .sort(),
    aboveSdk: distinct(nested.map((row) => texts(row['aboveSdk']))),
    tagKeys: distinct([...scopes.map((row) => counts(row, 'ofOthers')[0]), texts(tags['keys'])]),
    lacking: mayLack.filter(
      (field) => scopes.some((row) => lacks(row, field, settings)) || (field === 'requestModel' && isBare)
    ),
    sampled: most(scopes, 'sampled') > 0,
    longestRequest: bounded(most(scopes, 'longestRequest')),
    longestTrace: bounded(Math.max(most(scopes, 'longestSpan'), Number(tags['longest'] ?? 0))),
  };
}

type Row = Record<string, unknown>;

function nestingOf(traces: readonly Row[], nested: readonly Row[], ofTools: boolean): Nesting {
  const own = (rows: readonly Row[], name: string): number =>
    Number(rows.find((row) => Boolean(Number(row['tool'])) === ofTools)?.[name] ?? 0);
  return {
    siblings: own(traces, 'scopes') > 1,
    chains: own(traces, 'scopes') > 2,
    peers: own(traces, 'peers') > 1,
    children: own(nested, 'children') > 0,
    wrappers: own(nested, 'most') > 1,
    repeats: own(traces, 'repeats') > 0,
  };
}

const bounded = (seconds: number): number => Math.min(longest, Math.ceil(seconds) + 1);

function models(scopes: readonly Record<string, unknown>[]): Model[] {
  const all = scopes.flatMap((row) => (row['models'] as [string, string, string][] | undefined) ?? []);
  return distinctModels(all);
}

type Model = Census['models'][number];

function distinctModels(all: readonly Model[]): Model[] {
  const byText = new Map(all.map((model) => [model.join('\n'), model]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, model]) => model);
}

/** What the trace or the span's name may say instead. */
const mayLack: readonly FieldId[] = [...tagFields, 'requestModel'];

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

/** Requests and calls of tools, with nothing but what tells their place. */
const light = (context: Context): Select => once(context, 'light', () => placed(context));

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

/** A row over the traces of requests, and one over those of tools. */
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

/** A row over requests directly below requests, and one over tools below tools. */
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

/** One row over spans that are not gen_ai and carry a tag. */
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

/** One row over spans without any marker that are named like a call. */
function bareSeen(context: Context): Query {
  const { spans } = context;
  return {
    kind: 'select',
    columns: [{ as: 'scopes', value: call('groupUniqArray', spans.scope ?? text('')) }],
    ...withConditions(spans.rows(timesOf(context), []), [isNamed(spans), call('not', isGenAi(context))]),
  };
}

const questions = [spansSeen, tracesSeen, nestingSeen, tagsSeen, bareSeen] as const;
