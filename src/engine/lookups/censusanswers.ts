import { dialectOfScope } from '../canonical/claims.ts';
import { tagFields, type FieldId } from '../catalogue/fields.ts';
import { answeredBy } from '../compile/rows/failures.ts';
import type { Answer } from '../host.ts';
import { maxModels, questions } from './censusquestions.ts';
import { sliceColumn } from './slices.ts';
import { isOfScores, readScoreKeys } from './scorekeys.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census, Nesting } from '../source/census.ts';
import { sourcesOf } from '../source/sources.ts';

const longest = 3600;

/** Reads their answers, in their order, or what `unite` made of them. */
export function readCensus(answers: readonly Answer[], settings: Settings): Census {
  const [first] = answers;
  return first?.columns[0] === unitedColumn
    ? (JSON.parse(String(first.rows[0]?.[0])) as Census)
    : uniteCensus(answers, settings);
}

/** Reads the answers to `modelStatements`, of one slice or more. */
export const readModels = (answers: readonly Answer[], settings: Settings): Models =>
  answers.flatMap((answer) => readSlices([answer], settings)).reduce<Models>(bothModels, { models: [] });

/** The census as one answer of one text, so that the slices need not be read again for each query. */
export function unite(answers: readonly Answer[], settings: Settings): Answer {
  return { ok: true, columns: [unitedColumn], rows: [[JSON.stringify(readCensus(answers, settings))]] };
}

const unitedColumn = 'census';

function uniteCensus(answers: readonly Answer[], settings: Settings): Census {
  const results = answers.filter((answer) => !isOfScores(answer));
  const scoreKeys = readScoreKeys(answers);
  const ranges = Array.from({ length: results.length / questions.length }, (_, index) =>
    readSlices(results.slice(index * questions.length, (index + 1) * questions.length), settings)
  ).flat();
  const [first, ...others] = ranges;
  if (!first) {
    throw new Error('a census was asked of no time');
  }
  return { ...others.reduce(bothOf, first), ...(scoreKeys ? { scoreKeys } : {}) };
}

/** A census a slice; one of nothing where no slice has a row. */
function readSlices(results: readonly Answer[], settings: Settings): Census[] {
  const sliceOf = ({ columns }: Answer, row: readonly unknown[]) => String(row[columns.indexOf(sliceColumn)]);
  const slices = new Set(results.flatMap((answer) => answer.rows.map((row) => sliceOf(answer, row))));
  return [...(slices.size > 0 ? slices : [''])].map((slice) =>
    readRange(
      results.map((answer) => ({ ...answer, rows: answer.rows.filter((row) => sliceOf(answer, row) === slice) })),
      settings
    )
  );
}

function bothOf(a: Census, b: Census): Census {
  const union = <Item extends string>(one: readonly Item[], two: readonly Item[]) =>
    [...new Set([...one, ...two])].sort();
  return {
    keys: union(a.keys, b.keys),
    scopes: union(a.scopes, b.scopes),
    ...bothModels(a, b),
    nesting: eitherOf(a.nesting, b.nesting),
    toolNesting: eitherOf(a.toolNesting, b.toolNesting),
    bareScopes: union(a.bareScopes, b.bareScopes),
    aboveSdk: union(a.aboveSdk, b.aboveSdk),
    tagKeys: union(a.tagKeys, b.tagKeys),
    lacking: union(a.lacking, b.lacking),
    silentCalls: a.silentCalls || b.silentCalls,
    sampled: a.sampled || b.sampled,
    longestRequest: Math.max(a.longestRequest, b.longestRequest),
    longestTrace: Math.max(a.longestTrace, b.longestTrace),
  };
}

/** What two lists have together. */
export const bothModels = (a: Models, b: Models): Models =>
  mostUsed([a.models, b.models], a.modelsCut === true || b.modelsCut === true);

export type Models = Pick<Census, 'models' | 'modelsCut'>;

const eitherOf = (a: Nesting, b: Nesting): Nesting => ({
  siblings: a.siblings || b.siblings,
  chains: Math.max(a.chains, b.chains),
  peers: a.peers || b.peers,
  children: a.children || b.children,
  wrappers: a.wrappers || b.wrappers,
  repeats: a.repeats || b.repeats,
  otherTraces: a.otherTraces || b.otherTraces,
});

/** Reads the answers of one range. The last two have one row; the two before them have one for requests and one for tools. */
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
  // Spans that have no key are recognized by their name.
  const isBare = texts(bare['scopes']).length > 0;
  return {
    keys: distinct([
      ...scopes.map((row) => counts(row, 'ofRequests')[0]),
      ...scopes.map((row) => counts(row, 'ofOthers')[0]),
      texts(tags['keys']),
    ]),
    scopes: distinct([scopes.map((row) => String(row['scope']))]),
    ...models(scopes),
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
    silentCalls: most(scopes, 'failedAgents') > 0 && scopes.some((row) => mayBeSilent(row, settings)),
    sampled: most(scopes, 'sampled') > 0,
    longestRequest: bounded(most(scopes, 'longestRequest')),
    longestTrace: bounded(Math.max(most(scopes, 'longestSpan'), Number(tags['longest'] ?? 0))),
  };
}

type Row = Record<string, unknown>;

function nestingOf(traces: readonly Row[], nested: readonly Row[], ofTools: boolean): Nesting {
  const own = (rows: readonly Row[], name: string): number =>
    Number(rows.find((row) => Boolean(Number(row['tool'])) === ofTools)?.[name] ?? 0);
  const scopes = own(traces, 'scopes');
  return {
    siblings: scopes > 1,
    // What is deeper than nine levels is rarer than it is worth to count. A twin of another scope may be merged into a span
    // that is below one of its own.
    chains: own(nested, 'deep') > 0 ? 3 : scopes > 2 || (scopes > 1 && own(nested, 'own') > 0) ? 1 : 0,
    peers: own(traces, 'peers') > 1,
    children: own(nested, 'children') > 0,
    wrappers: own(nested, 'most') > 1,
    repeats: own(traces, 'repeats') > 0,
    otherTraces: own(traces, 'elsewhere') > 0,
  };
}

const bounded = (seconds: number): number => Math.min(longest, Math.ceil(seconds) + 1);

function models(scopes: readonly Record<string, unknown>[]): Models {
  const lists = scopes.map((row) => (row['models'] as Model[] | undefined) ?? []);
  return mostUsed(
    lists,
    lists.some((list) => list.length >= maxModels)
  );
}

type Model = Census['models'][number];

/** Of all slices and scopes together. */
const mostModels = 2000;

/** Unites lists of models with the most used ones first, by their best place in any of them. */
function mostUsed(lists: readonly (readonly Model[])[], isCut: boolean): Models {
  const places = new Map<string, { place: number; model: Model }>();
  for (const list of lists) {
    list.forEach((model, place) => {
      const key = model.join('\n');
      const known = places.get(key);
      if (!known || place < known.place) {
        places.set(key, { place, model });
      }
    });
  }
  const all = [...places].sort(([a, one], [b, two]) => one.place - two.place || (a < b ? -1 : 1));
  return {
    models: all.slice(0, mostModels).map(([, { model }]) => model),
    ...(isCut || all.length > mostModels ? { modelsCut: true } : {}),
  };
}

/** Fields that may also come from the trace or from the span's name. */
const mayLack: readonly FieldId[] = [...tagFields, 'requestModel'];

/** Whether some of a scope's requests may say nothing of how they ended. */
const mayBeSilent = (row: Record<string, unknown>, settings: Settings): boolean =>
  answeredBy.every((field) => lacks(row, field, settings));

/** Whether a scope's requests lack all keys of a field. The key of a container does not tell what is in it. */
function lacks(row: Record<string, unknown>, field: FieldId, settings: Settings): boolean {
  const [keys, counts] = (row['ofRequests'] as [string[], unknown[]] | undefined) ?? [[], []];
  const requestsOf = Number(row['requests'] ?? 0);
  const full = sourcesOf(field, settings).some(
    (source) => source.kind === 'key' && Number(counts[keys.indexOf(source.key)] ?? 0) === requestsOf
  );
  return requestsOf > 0 && !full;
}
