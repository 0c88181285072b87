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

/** What the spans of all slices hold, and how their calls are nested. */
export type OfSpans = Pick<
  Census,
  | 'models'
  | 'modelsCut'
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
    ...slices.map(models).reduce<Models>(bothModels, { models: [] }),
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

/** What two lists have together. */
export const bothModels = (a: Models, b: Models): Models =>
  mostUsed([a.models, b.models], a.modelsCut === true || b.modelsCut === true);

export type Models = Pick<Census, 'models' | 'modelsCut'>;

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

function models(scopes: readonly Row[]): Models {
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
