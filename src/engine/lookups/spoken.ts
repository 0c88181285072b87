import { claimKeys, dialectOfScope, dialectsPresent } from '../canonical/claims.ts';
import { keysBeside } from '../canonical/derived.ts';
import { meaningKeys } from '../canonical/misnomers.ts';
import type { SpanField } from '../canonical/spanfield.ts';
import { tagFields, type FieldId } from '../catalogue/fields.ts';
import { fieldsOf } from '../compile/rows/spans.ts';
import { memo } from '../memo.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';
import { dialects, generic } from '../source/dialects/index.ts';
import { markers, sourcesOf } from '../source/sources.ts';
import { placeFields } from './callsquestion.ts';
import { noCensus } from './nothing.ts';
import { spanFields } from './spansquestion.ts';

/**
 * Slices that are written in the same dialects, and what these are read by: all that the statements about their spans depend
 * on. It is the same from day to day, so that a host keeps the answers of closed slices although another day has another
 * dialect.
 */
export interface Spoken {
  slices: readonly number[];
  scopes: readonly string[];
  keys: readonly string[];
}

/** Keys and scopes of a slice's gen_ai spans. */
export interface Written {
  scopes: readonly string[];
  keys: readonly string[];
}

/** Groups slices by what their gen_ai spans are written in. */
export function spokenIn(slices: ReadonlyMap<number, Written>, settings: Settings): Spoken[] {
  const groups = new Map<string, Spoken & { slices: number[] }>();
  for (const [slice, written] of slices) {
    const spoken = spokenBy(written, settings);
    const key = JSON.stringify(spoken);
    const group = groups.get(key) ?? { slices: [], ...spoken };
    group.slices.push(slice);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Groups that are written alike are one. */
export function bothSpoken(a: readonly Spoken[], b: readonly Spoken[]): Spoken[] {
  const groups = new Map<string, Spoken>();
  for (const { slices, ...inside } of [...a, ...b]) {
    const key = JSON.stringify(inside);
    groups.set(key, { slices: [...(groups.get(key)?.slices ?? []), ...slices], ...inside });
  }
  return [...groups.values()];
}

/** All keys of the dialects that were seen: which of them a day has is chance. */
function spokenBy(written: Written, settings: Settings): Omit<Spoken, 'slices'> {
  const present = new Set(written.keys);
  const own = new Set(keysOfDialects({ ...noCensus, ...written }));
  return {
    scopes: written.scopes.filter((scope) => dialectOfScope(scope) > 0),
    keys: keysRead(settings).filter((key) => present.has(key) || own.has(key)),
  };
}

/** All keys of the dialects that were seen, and of the semantic conventions. */
export const keysOfDialects = (census: Census): string[] =>
  [generic, ...dialectsPresent(census)].flatMap(({ id }) => keysByDialect.get(id) ?? []);

/** The census of such slices, as far as statements need one; nobody has looked for what spans lack. */
export const censusOfSpoken = ({ scopes, keys }: Omit<Spoken, 'slices'>): Census => ({
  ...noCensus,
  keys,
  scopes,
  lacking: mayLack,
});

const keysByDialect = new Map(
  dialects.map(({ id, keys, claims, markers: own }) => [
    id,
    [
      ...Object.values(keys).flatMap((sources) =>
        sources.flatMap((source) =>
          typeof source === 'string' ? source : 'key' in source ? source.key : 'within' in source ? source.within : []
        )
      ),
      ...claims.keys,
      ...own,
    ],
  ])
);

const keysKept = memo<readonly string[]>(20);

const read: readonly SpanField[] = [...spanFields, ...placeFields];

/** All keys that the statements may read. */
const keysRead = (settings: Settings): readonly string[] =>
  keysKept(JSON.stringify(settings), () => keysOfFields(read, settings));

/** All keys that some fields, and what tells gen_ai spans and their dialects, may be read from. */
export const keysOfFields = (all: readonly SpanField[], settings: Settings): string[] => [
  ...new Set([
    ...markers,
    ...claimKeys,
    ...[...all.flatMap((field) => fieldsOf(field, dialects)), 'requestHeaders' as const].flatMap((field) =>
      sourcesOf(field, settings).map(({ key }) => key)
    ),
    ...all.flatMap((field) => [...keysBeside(field, dialects), ...meaningKeys(field as FieldId, dialects)]),
  ]),
];

/** Fields that may also come from the trace or from the span's name. */
export const mayLack: readonly FieldId[] = [...tagFields, 'requestModel'];
