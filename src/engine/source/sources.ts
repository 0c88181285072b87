import { fields, type FieldId } from '../catalogue/fields.ts';
import { memo } from '../memo.ts';
import type { SourceSettings as Settings } from './settings.ts';
import type { Dialect, KeySource, Parts, Side, TagPrefix, Whole } from './dialects/dialect.ts';
import { dialects, generic } from './dialects/index.ts';
import { tagNames } from './tags.ts';

/** A place that a field may be read from; a `quoted` text is a JSON string. `milliseconds` lists the dialects that use that unit, or `all`. */
export type FieldSource =
  | { kind: 'key'; key: string; milliseconds?: 'all' | readonly string[]; instant?: true; quoted?: true; side?: Side }
  | {
      kind: 'within';
      key: string;
      name: string;
      nested?: true;
      printed?: true;
      parts?: Parts;
      plus?: string;
      whole?: Whole;
      side?: Side;
      instant?: true;
      scopes?: readonly string[];
    };

/** Lists the places of a field over all dialects, in order of precedence. */
export function sourcesOf(field: FieldId, settings: Settings): readonly FieldSource[] {
  if (field === 'featureStandIn') {
    return settings.featureFrom === 'workflow' ? sourcesOf('workflowName', settings) : [];
  }
  const names = settings.tagKeys[field as keyof Settings['tagKeys']] ?? tagNames[field] ?? [];
  return ofFields([field, ...names].join('\n'), () =>
    unique([
      ...(fields[field] === 'tag' ? tagSources(names) : []),
      ...dialects.flatMap((dialect) =>
        (dialect.keys[field] ?? []).flatMap((source) => fromKey(field, source, dialect))
      ),
    ])
  );
}

/** The places are kept, because dialects and settings rarely change, and every statement needs dozens of fields. */
const ofFields = memo<readonly FieldSource[]>(500);
const ofTags = memo<readonly FieldSource[]>(500);

/** Lists the places of a tag that the user named: the name itself, behind each prefix, and in each container. */
export function tagSources(names: readonly string[]): readonly FieldSource[] {
  return ofTags(names.join('\n'), () => namedTags(names));
}

function namedTags(names: readonly string[]): FieldSource[] {
  return unique([
    ...names.map<FieldSource>((name) => ({ kind: 'key', key: name })),
    ...dialects.flatMap(({ tagPrefixes }) => tagPrefixes.flatMap((prefix) => prefixed(prefix, names))),
    ...dialects.flatMap(({ tagContainers }) =>
      tagContainers.flatMap((container) => names.map<FieldSource>((name) => ({ kind: 'within', key: container, name })))
    ),
  ]);
}

function prefixed(declared: string | TagPrefix, names: readonly string[]): FieldSource[] {
  const { prefix, quoted, underscores }: TagPrefix = typeof declared === 'string' ? { prefix: declared } : declared;
  return names
    .flatMap((name) => [...(underscores ? [name.replace(/\./g, '_')] : []), name])
    .map((name) => ({ kind: 'key', key: prefix + name, ...(quoted ? { quoted } : {}) }));
}

/** Returns the simplest place of a field, in its canonical unit, to which a layout maps a column. */
export function canonicalKey(field: FieldId, settings: Settings): string {
  const [name] = settings.tagKeys[field as keyof Settings['tagKeys']] ?? tagNames[field] ?? [];
  const [conventional] = generic.keys[field] ?? [];
  const plain = sourcesOf(field, settings).find(
    (source) => source.kind === 'key' && !source.instant && !source.milliseconds && !source.side
  );
  return name ?? (typeof conventional === 'string' ? conventional : (plain?.key ?? field));
}

/** Lists the resource attributes of a field, in order of precedence. */
export function resourceKeysOf(field: FieldId): string[] {
  return [...new Set(dialects.flatMap(({ resourceKeys }) => resourceKeys[field] ?? []))];
}

/** Lists the event attributes that may hold a field's number. */
export function eventKeysOf(field: FieldId, present: readonly Dialect[]): string[] {
  return present.flatMap(({ keys }) =>
    (keys[field] ?? []).flatMap((source) => (typeof source === 'object' && 'event' in source ? [source.event] : []))
  );
}

/** Adds the semantic conventions to the present dialects, because their spellings are always read. */
export function withGeneric(present: readonly Dialect[]): readonly Dialect[] {
  return dialects.filter((dialect) => dialect === generic || present.includes(dialect));
}

/** Lists canonical spellings of a field's values, keyed by the value in lower case. */
export function foldsOf(field: FieldId, present: readonly Dialect[]): [string, string][] {
  return Object.entries(Object.assign({}, ...withGeneric(present).map(({ folds }) => folds[field] ?? {})));
}

/** The markers: a gen_ai span has at least one of these keys. */
export const markers: readonly string[] = [
  ...new Set(dialects.flatMap((dialect) => [...dialect.markers, ...dialect.claims.keys])),
];

/** Returns the place in a row's own attributes; none for a key of its events. */
function fromKey(field: FieldId, source: KeySource, dialect: Dialect): FieldSource[] {
  if (typeof source === 'string') {
    return [{ kind: 'key', key: source }];
  }
  if ('event' in source) {
    return [];
  }
  if ('within' in source) {
    const { within, unit, ...named } = source;
    return [{ kind: 'within', key: within, ...named, ...(unit ? { instant: true } : {}) }];
  }
  const { unit, ...keyed } = source;
  return [
    {
      kind: 'key',
      ...keyed,
      ...(unit === 'instant' ? { instant: true } : {}),
      ...(unit === 'ms' ? { milliseconds: sharedKey(field, source.key) ? [dialect.id] : 'all' } : {}),
    },
  ];
}

/** Whether several dialects read the key for the field: `gen_ai.server.time_to_first_token` is in seconds for most. */
function sharedKey(field: FieldId, key: string): boolean {
  const readers = dialects.filter((dialect) =>
    (dialect.keys[field] ?? []).some(
      (source) => source === key || (typeof source === 'object' && 'key' in source && source.key === key)
    )
  );
  return readers.length > 1;
}

/** Keeps the first of sources for the same place; for a key with two units, the one that lists dialects. */
function unique(sources: readonly FieldSource[]): FieldSource[] {
  const byPlace = new Map<string, FieldSource>();
  for (const source of sources) {
    const place =
      source.kind === 'key'
        ? source.key
        : [source.key, source.name, source.printed, source.side, source.scopes].join('\n');
    if (!byPlace.has(place)) {
      byPlace.set(place, source);
    }
  }
  return [...byPlace.values()];
}
