import {
  folded,
  inSeconds,
  instantWithin,
  textWithin,
  numberWithin,
  secondsUntil,
  isQualified,
  sided,
  bare,
  bounded,
  runsOf,
  type Within,
} from './values.ts';
import { scopeConditions } from './scopes.ts';
import type { FieldId } from '../catalogue/fields.ts';
import type { Settings } from '../settings/settings.ts';
import type { Dialect } from '../source/dialects/dialect.ts';
import { dialects } from '../source/dialects/index.ts';
import type { Attributes, Pairs } from '../source/layouts/attributes/attributes.ts';
import type { EventColumns } from '../source/layouts/layout.ts';
import { eventKeysOf, resourceKeysOf, sourcesOf, type FieldSource } from '../source/sources.ts';
import { firstNonEmpty, any, noNumber, isNothing } from '../sql/missing.ts';
import { array, call, column, equal, infix, lambda, number, text, type Expression, type Output } from '../sql/nodes.ts';
import { escapeRegex } from '../sql/regex.ts';

/** What a row is to be asked. `tags` are those that the user named, by column; `keys` are asked for as they are. */
export interface Wanted {
  fields: readonly FieldId[];
  tags?: Readonly<Record<string, readonly FieldSource[]>>;
  keys?: readonly string[];
  /** Keys that the table holds; what is not among them is not looked for. */
  present?: readonly string[] | null;
  /** Dialects that the table holds, whose spellings are folded; all where left out. */
  speaking?: readonly Dialect[];
  /** Makes a parameter of texts, where there is something to make them with. */
  listed?: (values: readonly string[]) => Expression;
}

/** A row's attributes as its layout keeps them, its resource's attribute by key, and its events. */
export type AttributeColumns = Pick<Attributes, 'pairs' | 'value'> & {
  resource?: ((key: string) => Expression) | null;
  scope?: Expression | null;
  events?: EventColumns | null;
};

/**
 * Reads canonical fields from a row's attributes: where they are pairs of keys and values in one pass over its keys, else
 * each from the column of its key.
 *
 * In pairs each key of a row is classified once into a small id; ids grow with precedence, so a field is the value under the
 * smallest of its ids. Asking a map for each candidate in turn would search it again every time, which was five times
 * slower with ten candidates for ten fields, and faster with eight in all.
 */
export class Reader {
  private readonly fields: Map<FieldId, readonly FieldSource[]>;
  private readonly tags: Map<string, readonly FieldSource[]>;
  private readonly ids: Map<string, number>;
  private readonly attributes: AttributeColumns;
  private readonly pairs: AttributeColumns['pairs'];
  /** Dialects in which rows may be written. */
  readonly speaking: readonly Dialect[];
  /** Makes a list of texts that travels beside the statement, where it can. */
  readonly listed: (values: readonly string[]) => Expression;
  private readonly shared = new Map<string, Expression>();

  constructor(
    attributes: AttributeColumns,
    settings: Settings,
    { fields: wanted, tags = {}, keys = [], present, speaking = dialects, listed = written }: Wanted
  ) {
    this.speaking = speaking;
    this.listed = listed;
    const known = present ? new Set(present) : null;
    const isHeld = (key: string): boolean =>
      (known?.has(key) ?? true) && (attributes.pairs !== null || !isNothing(attributes.value(key)));
    const held = (sources: readonly FieldSource[]) => sources.filter(({ key }) => isHeld(key));
    this.attributes = attributes;
    this.fields = new Map(wanted.map((field) => [field, held(sourcesOf(field, settings))]));
    this.tags = new Map(Object.entries(tags).map(([name, sources]) => [name, held(sources)]));
    this.ids = numberKeys([
      ...[...this.fields.values(), ...this.tags.values()].flatMap((sources) =>
        runsOf(sources).map((run) => run.map((source) => source.key))
      ),
      ...keys.filter(isHeld).map((key) => [key]),
    ]);
    this.pairs = this.ids.size > (attributes.pairs?.fewKeys ?? 0) ? attributes.pairs : null;
  }

  /** Where the row itself may say the field's value, '' where it does not. */
  ofRow(field: FieldId): Expression[] {
    return this.pick(field, this.sources(field));
  }

  /** Where the row's resource may say it. */
  ofResource(field: FieldId): Expression[] {
    const { resource } = this.attributes;
    return resource ? resourceKeysOf(field).map((key) => resource(key)) : [];
  }

  /** The field's text, folded to its canonical spelling; '' where neither the row nor its resource says. */
  text(field: FieldId): Expression {
    return this.once(`said_${field}`, () => this.folded(field, this.unfolded(field)));
  }

  /** The field's text with what the caller knows beside it. */
  textAmong(field: FieldId, more: readonly Expression[]): Expression {
    return this.folded(field, firstNonEmpty([...this.ofRow(field), ...more], ''));
  }

  /** The text of a tag that the user named, '' where the row does not say. */
  tag(name: string): Expression {
    return firstNonEmpty(this.pick(name, this.tags.get(name) ?? []), '');
  }

  /** The field as Float64, NULL where the row does not say or says no finite number. `at` is the row's own time. */
  number(field: FieldId, at?: Expression): Expression {
    return this.once(`number_${field}`, () => {
      const sane = bounded(field);
      const candidates = [
        ...runsOf(this.sources(field)).map((run) => () => this.parsed(run, at)),
        ...this.ofEvents(field).map((value) => () => value),
      ].map((make, index) => sane(this.once(`parsed_${field}_${index}`, make)));
      return candidates.length === 0
        ? noNumber
        : candidates.length === 1 && candidates[0]
          ? candidates[0]
          : call('coalesce', ...candidates);
    });
  }

  /** Where the row's events may say the number. */
  private ofEvents(field: FieldId): Expression[] {
    const { events } = this.attributes;
    const isSaid = lambda(['v'], infix('!=', column('v'), text('')));
    return events
      ? eventKeysOf(field, this.speaking).map((key) =>
          call('toFloat64OrNull', call('arrayLast', isSaid, events.attribute(key)))
        )
      : [];
  }

  /** Whether the row's number may be made of parts, of which one is named `name…`. */
  hasPart(field: FieldId, name: string): Expression {
    return any(
      this.sources(field).flatMap((source) =>
        source.kind === 'within' && source.parts
          ? [call('match', this.value(source.key), text(`["']${escapeRegex(`${source.name}_${name}`)}`))]
          : []
      )
    );
  }

  /** Whether the row has a key that says one of the fields by itself. */
  hasKeyOf(asked: readonly FieldId[]): Expression {
    const keys = asked.flatMap((field) =>
      this.sources(field).flatMap(({ kind, key }) => (kind === 'key' ? [key] : []))
    );
    const ids = [...new Set(keys.flatMap((key) => this.ids.get(key) ?? []))];
    return this.pairs && ids.length > 1
      ? call('hasAny', column('_ids'), array(ids.map(number)))
      : any([...new Set(keys)].map((key) => this.has(key)));
  }

  /** Whether any row may say the field. */
  knows(field: FieldId): boolean {
    return this.sources(field).length > 0;
  }

  /** Whether the row has the key with any value but ''. */
  has(key: string): Expression {
    return !this.ids.has(key)
      ? number(0)
      : this.pairs
        ? call('has', column('_ids'), this.id(key))
        : infix('!=', this.value(key), text(''));
  }

  /** The value under the key, '' without it. */
  value(key: string): Expression {
    return !this.ids.has(key)
      ? text('')
      : this.pairs
        ? this.under(this.id(key))
        : this.once(`value_${key}`, () => this.attributes.value(key));
  }

  /** The keys that rows are asked for. */
  keys(): string[] {
    return [...this.ids.keys()];
  }

  /** The columns that the expressions refer to; they belong into the same SELECT. Call it last. */
  outputs(): Output[] {
    const shared = [...this.shared].map(([as, value]): Output => ({ as, value, step: true }));
    const { pairs } = this;
    return this.ids.size === 0 || !pairs ? shared : [...shared, ...this.classified(pairs)];
  }

  /** A list of texts, beside the statement where it is long. */
  list(texts: readonly string[]): Expression {
    return texts.length > mostWritten ? this.listed(texts) : written(texts);
  }

  private classified({ keys, values }: Pairs): Output[] {
    const other = number(65535);
    const classified = call(
      'if',
      equal(column('v'), text('')),
      other,
      call(
        'transform',
        call('toString', column('k')),
        this.list(this.keys()),
        call('range', number(1), number(this.ids.size + 1)),
        other
      )
    );
    return [
      { as: '_values', value: values, step: true },
      { as: '_ids', value: call('arrayMap', lambda(['k', 'v'], classified), keys, column('_values')), step: true },
    ];
  }

  /** A column for what several expressions ask; what is nothing stays as it is, so that it can be left out. */
  once(name: string, make: () => Expression): Expression {
    const value = this.shared.get(name) ?? make();
    // Another name for one of them would be another layer of the statement.
    const isOne = value.kind === 'column' && value.path.length === 1 && this.shared.has(value.path[0] ?? '');
    if (isNothing(value) || isOne) {
      return value;
    }
    this.shared.set(name, value);
    return column(name);
  }

  private unfolded(field: FieldId): Expression {
    const said = firstNonEmpty([...this.ofRow(field), ...this.ofResource(field)], '');
    return isQualified(field, this.speaking) ? this.once(`written_${field}`, () => said) : said;
  }

  private folded(field: FieldId, value: Expression): Expression {
    return folded(field, value, this.speaking, (texts) => this.list(texts));
  }

  private sources(field: FieldId): readonly FieldSource[] {
    const sources = this.fields.get(field);
    if (!sources) {
      throw new Error(`${field} was not asked for`);
    }
    return sources;
  }

  private pick(name: string, sources: readonly FieldSource[]): Expression[] {
    return runsOf(sources).map((run, index) => {
      const [first] = run;
      const keys = run.map((source) => source.key);
      return first?.kind === 'within'
        ? sided(textWithin(this.container(first, sources), first), first.side)
        : first?.quoted
          ? bare(this.once(`quoted_${name}_${index}`, () => this.underFirst(keys)))
          : sided(this.underFirst(keys), first?.side);
    });
  }

  private parsed(run: readonly FieldSource[], at: Expression | undefined): Expression {
    const [first] = run;
    if (first?.kind === 'within') {
      const container = this.within(first);
      return first.instant && at ? secondsUntil(at, instantWithin(container, first)) : numberWithin(container, first);
    }
    const value = this.underFirst(run.map((source) => source.key));
    if (first?.kind === 'key' && first.instant && at) {
      return secondsUntil(at, bare(value));
    }
    return inSeconds(first, call('toFloat64OrNull', value));
  }

  /** A value that holds others; in a column where it is asked for several of them. */
  private container(source: Within, sources: readonly FieldSource[]): Expression {
    const several = sources.filter(({ key }) => key === source.key).length > 1;
    return several
      ? this.once(`at_${source.key}_${source.scopes ?? ''}`, () => this.within(source))
      : this.within(source);
  }

  /** A value that holds others, '' in rows that are none of its scopes. */
  private within({ key, scopes }: Within): Expression {
    const value = this.value(key);
    const { scope } = this.attributes;
    return !scopes || isNothing(value)
      ? value
      : scope
        ? call('if', any(scopeConditions(scope, scopes)), value, text(''))
        : text('');
  }

  private id(key: string): Expression {
    return number(this.ids.get(key) ?? 0);
  }

  private under(id: Expression): Expression {
    return call('arrayElement', column('_values'), call('indexOf', column('_ids'), id));
  }

  private underFirst(keys: readonly string[]): Expression {
    const [only] = keys;
    if (keys.length === 1 && only !== undefined) {
      return this.value(only);
    }
    if (!this.pairs) {
      return firstNonEmpty(
        keys.map((key) => this.value(key)),
        ''
      );
    }
    const ids = keys.map((key) => this.ids.get(key) ?? 0);
    const i = column('i');
    const [first, last] = [Math.min(...ids), Math.max(...ids)];
    const among =
      last - first === ids.length - 1
        ? infix('AND', infix('>=', i, number(first)), infix('<=', i, number(last)))
        : call('has', array(ids.map(number)), i);
    return this.under(call('arrayMin', call('arrayFilter', lambda(['i'], among), column('_ids'))));
  }
}

/** Longer lists travel beside the statement. */
const mostWritten = 8;

const written = (values: readonly string[]): Expression => array(values.map(text));

/** Numbers keys from 1 on so that within each list they grow. Throws where two lists want it both ways. */
export function numberKeys(lists: readonly (readonly string[])[]): Map<string, number> {
  const after = new Map<string, Set<string>>();
  for (const list of lists) {
    list.forEach((key, index) => {
      const before = after.get(key) ?? new Set<string>();
      after.set(key, before);
      const previous = list[index - 1];
      if (previous !== undefined && previous !== key) {
        before.add(previous);
      }
    });
  }
  const ids = new Map<string, number>();
  const open = new Set<string>();
  const visit = (key: string): void => {
    if (ids.has(key)) {
      return;
    }
    if (open.has(key)) {
      throw new Error(`the precedence of ${key} is contradictory`);
    }
    open.add(key);
    after.get(key)?.forEach(visit);
    open.delete(key);
    ids.set(key, ids.size + 1);
  };
  lists.forEach((list) => list.forEach(visit));
  return ids;
}
