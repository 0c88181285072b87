import type { FieldId } from '../catalogue/fields.ts';
import { answeredBy } from '../compile/rows/failures.ts';
import type { Answer } from '../host.ts';
import { toolColumn } from './callsquestion.ts';
import { bounded, distinct, isAbout, most, rowsOf, texts, type Row } from './answers.ts';
import { maxModels, requestsColumn } from './spansquestion.ts';
import { sliceColumn } from './slices.ts';
import { mayLack } from './spoken.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census, Nesting } from '../source/census.ts';
import { sourcesOf } from '../source/sources.ts';

/** What the spans of slices hold, and how their calls are nested. */
export type OfSpans = Models &
  Pick<
    Census,
    | 'tagKeys'
    | 'lacking'
    | 'silentCalls'
    | 'sampled'
    | 'longestRequest'
    | 'longestTrace'
    | 'nesting'
    | 'toolNesting'
    | 'aboveSdk'
  >;

/** Reads the answers about spans and calls; those of other questions are passed over. */
export function readSpans(answers: readonly Answer[], settings: Settings): OfSpans {
  const rows = answers.filter(isAbout(requestsColumn)).flatMap(rowsOf);
  const calls = answers.filter(isAbout(toolColumn)).flatMap(rowsOf);
  const slices = [...new Set(rows.map((row) => row[sliceColumn]))].map((slice) =>
    rows.filter((row) => row[sliceColumn] === slice)
  );
  return {
    ...modelsOf(rows),
    tagKeys: distinct(rows.map((row) => counts(row, 'ofOthers')[0])),
    lacking: mayLack.filter((field) => rows.some((row) => lacks(row, field, settings))),
    silentCalls: slices.some(
      (scopes) => most(scopes, 'failedAgents') > 0 && scopes.some((row) => mayBeSilent(row, settings))
    ),
    sampled: most(rows, 'sampled') > 0,
    longestRequest: bounded(most(rows, 'longestRequest')),
    longestTrace: bounded(most(rows, 'longestSpan')),
    nesting: nestingOf(calls, false),
    toolNesting: nestingOf(calls, true),
    aboveSdk: distinct(calls.map((row) => texts(row['aboveSdk']))),
  };
}

const counts = (row: Row, name: string) => (row[name] as [string[], unknown[]] | undefined) ?? [[], []];

/** What two parts of the slices hold together. */
export const bothSpans = (a: OfSpans, b: OfSpans): OfSpans => ({
  ...bothModels(a, b),
  tagKeys: distinct([a.tagKeys, b.tagKeys]),
  lacking: mayLack.filter((field) => a.lacking.includes(field) || b.lacking.includes(field)),
  silentCalls: a.silentCalls || b.silentCalls,
  sampled: a.sampled || b.sampled,
  longestRequest: Math.max(a.longestRequest, b.longestRequest),
  longestTrace: Math.max(a.longestTrace, b.longestTrace),
  nesting: bothNestings(a.nesting, b.nesting),
  toolNesting: bothNestings(a.toolNesting, b.toolNesting),
  aboveSdk: distinct([a.aboveSdk, b.aboveSdk]),
});

const bothNestings = (a: Nesting, b: Nesting): Nesting => ({
  siblings: a.siblings || b.siblings,
  chains: Math.max(a.chains, b.chains),
  peers: a.peers || b.peers,
  children: a.children || b.children,
  wrappers: a.wrappers || b.wrappers,
  repeats: a.repeats || b.repeats,
  otherTraces: a.otherTraces || b.otherTraces,
});

/** Models, and the best place of each among those of a slice and scope. */
export type Models = Pick<Census, 'models' | 'modelsCut'> & { places: readonly number[] };

/** What two lists have together: the same as if they had been read at once. */
export const bothModels = (a: Models, b: Models): Models =>
  mostUsed(
    [a, b].flatMap(({ models, places }) => models.map((model, index) => ({ model, place: places[index] ?? index }))),
    a.modelsCut === true || b.modelsCut === true
  );

export const noModels: Models = { models: [], places: [] };

function nestingOf(rows: readonly Row[], ofTools: boolean): Nesting {
  const own = rows.filter((row) => Boolean(Number(row[toolColumn])) === ofTools);
  const has = (name: string): boolean => most(own, name) > 0;
  return {
    siblings: most(own, 'scopes') > 1,
    chains: Math.max(0, ...own.map(chainsOf)),
    peers: most(own, 'peers') > 1,
    children: has('children'),
    wrappers: has('several'),
    repeats: has('repeats'),
    otherTraces: has('elsewhere'),
  };
}

/** What is deeper than nine levels is rarer than it is worth to count. A twin of another scope may be merged into a span that is below one of its own. */
function chainsOf(row: Row): number {
  const scopes = most([row], 'scopes');
  return most([row], 'deep') > 0 ? 3 : scopes > 2 || (scopes > 1 && most([row], 'own') > 0) ? 1 : 0;
}

function modelsOf(rows: readonly Row[]): Models {
  const lists = rows.map((row) => (row['models'] as Model[] | undefined) ?? []);
  return mostUsed(
    lists.flatMap((list) => list.map((model, place) => ({ model, place }))),
    lists.some((list) => list.length >= maxModels)
  );
}

type Model = Census['models'][number];

interface Placed {
  place: number;
  model: Model;
}

/** Of all slices and scopes together. */
const mostModels = 2000;

/** Unites models with the most used ones first, by their best place in any list. */
function mostUsed(found: readonly Placed[], isCut: boolean): Models {
  const places = new Map<string, Placed>();
  for (const one of found) {
    const key = one.model.join('\n');
    const known = places.get(key);
    if (!known || one.place < known.place) {
      places.set(key, one);
    }
  }
  const all = [...places].sort(([a, one], [b, two]) => one.place - two.place || (a < b ? -1 : 1)).map(([, one]) => one);
  const kept = all.slice(0, mostModels);
  return {
    models: kept.map(({ model }) => model),
    places: kept.map(({ place }) => place),
    ...(isCut || all.length > mostModels ? { modelsCut: true } : {}),
  };
}

/** Whether some of a scope's requests may say nothing of how they ended. */
const mayBeSilent = (row: Row, settings: Settings): boolean => answeredBy.every((field) => lacks(row, field, settings));

/** Whether a scope's requests lack all keys of a field. The key of a container does not tell what is in it. */
function lacks(row: Row, field: FieldId, settings: Settings): boolean {
  const [keys, counts] = (row['ofRequests'] as [string[], unknown[]] | undefined) ?? [[], []];
  const requestsOf = Number(row['requests'] ?? 0);
  const full = sourcesOf(field, settings).some(
    (source) => source.kind === 'key' && Number(counts[keys.indexOf(source.key)] ?? 0) === requestsOf
  );
  return requestsOf > 0 && !full;
}
