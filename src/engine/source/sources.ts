import { fields, type FieldId } from '../catalogue/fields.ts';
import { memo } from '../memo.ts';
import type { SourceSettings as Settings } from './settings.ts';
import type { Dialect, KeySource, Side } from './dialects/dialect.ts';
import { dialects, generic } from './dialects/index.ts';
import { tagNames } from './tags.ts';

/** One place where a field may be; a `quoted` text is a JSON string. `milliseconds` lists the dialects in which the number is one; `all` is every one. */
export type FieldSource =
  | { kind: 'key'; key: string; milliseconds?: 'all' | readonly string[]; instant?: true; quoted?: true; side?: Side }
  | { kind: 'within'; key: string; name: string; nested?: true; parts?: true; plus?: string };

/** Places of a field over all dialects, in order of precedence. */
export function sourcesOf(field: FieldId, settings: Settings): readonly FieldSource[] {
  const names = settings.tagKeys[field as keyof Settings['tagKeys']] ?? tagNames[field] ?? [];
  return ofFields([field, ...names].join('\n'), () =>
    unique([
      ...(fields[field] === 'tag' ? tagSources(names) : []),
      ...dialects.flatMap((dialect) => (dialect.keys[field] ?? []).map((source) => fromKey(field, source, dialect))),
    ])
  );
}

/** Dialects and settings change rarely, and every statement asks for dozens of fields. */
const ofFields = memo<readonly FieldSource[]>(500);
const ofTags = memo<readonly FieldSource[]>(500);

/** Places of a tag that the user named: the name, the name behind each prefix, and in each container. */
export function tagSources(names: readonly string[]): readonly FieldSource[] {
  return ofTags(names.join('\n'), () => namedTags(names));
}

function namedTags(names: readonly string[]): FieldSource[] {
  const key = (text: string, dialect?: Dialect): FieldSource => ({
    kind: 'key',
    key: text,
    ...(dialect?.tagsQuoted ? { quoted: true } : {}),
  });
  return unique([
    ...names.map((name) => key(name)),
    ...dialects.flatMap((dialect) =>
      (dialect.tagPrefixes ?? []).flatMap((prefix) =>
        names.flatMap((name) => [
          ...(dialect.tagUnderscores ? [key(prefix + name.replace(/\./g, '_'), dialect)] : []),
          key(prefix + name, dialect),
        ])
      )
    ),
    ...dialects.flatMap((dialect) =>
      (dialect.tagContainers ?? []).flatMap((container) =>
        names.map<FieldSource>((name) => ({ kind: 'within', key: container, name }))
      )
    ),
  ]);
}

/** The plainest place of a field, where a layout puts what it keeps in a column: no unit but the canonical one. */
export function canonicalKey(field: FieldId, settings: Settings): string {
  const [name] = settings.tagKeys[field as keyof Settings['tagKeys']] ?? tagNames[field] ?? [];
  const [conventional] = generic.keys[field] ?? [];
  const plain = sourcesOf(field, settings).find(
    (source) => source.kind === 'key' && !source.instant && !source.milliseconds && !source.side
  );
  return name ?? (typeof conventional === 'string' ? conventional : (plain?.key ?? field));
}

/** Resource attributes of a field, in order of precedence. */
export function resourceKeysOf(field: FieldId): string[] {
  return [...new Set(dialects.flatMap((dialect) => dialect.resourceKeys[field] ?? []))];
}

/** Canonical spellings of a field's values, keyed by the value in lower case. */
export function foldsOf(field: FieldId, present: readonly Dialect[]): [string, string][] {
  const speaking = dialects.filter((dialect) => dialect === generic || present.includes(dialect));
  return Object.entries(Object.assign({}, ...speaking.map((dialect) => dialect.folds[field] ?? {})));
}

/** Every key of which a gen_ai span has at least one. */
export const markers: readonly string[] = [
  ...new Set(dialects.flatMap((dialect) => [...dialect.markers, ...dialect.claims.keys])),
];

function fromKey(field: FieldId, source: KeySource, dialect: Dialect): FieldSource {
  if (typeof source === 'string') {
    return { kind: 'key', key: source };
  }
  if ('within' in source) {
    return {
      kind: 'within',
      key: source.within,
      name: source.name,
      ...(source.nested ? { nested: true } : {}),
      ...(source.parts ? { parts: true } : {}),
      ...(source.plus ? { plus: source.plus } : {}),
    };
  }
  return {
    kind: 'key',
    key: source.key,
    ...(source.quoted ? { quoted: true } : {}),
    ...(source.side ? { side: source.side } : {}),
    ...(source.unit === 'instant' ? { instant: true } : {}),
    ...(source.unit === 'ms' ? { milliseconds: sharedKey(field, source.key) ? [dialect.id] : 'all' } : {}),
  };
}

/** A key that several dialects read for the field: `gen_ai.server.time_to_first_token` is in seconds for most. */
function sharedKey(field: FieldId, key: string): boolean {
  const readers = dialects.filter((dialect) =>
    (dialect.keys[field] ?? []).some(
      (source) => source === key || (typeof source === 'object' && 'key' in source && source.key === key)
    )
  );
  return readers.length > 1;
}

/** The first of those that read the same place; of a key with two units the one that says in which dialects. */
function unique(sources: readonly FieldSource[]): FieldSource[] {
  const byPlace = new Map<string, FieldSource>();
  for (const source of sources) {
    const place = source.kind === 'key' ? source.key : `${source.key}\n${source.name}`;
    if (!byPlace.has(place)) {
      byPlace.set(place, source);
    }
  }
  return [...byPlace.values()];
}
