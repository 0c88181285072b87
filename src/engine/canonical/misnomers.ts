import type { Reading } from './reading.ts';
import { scopeConditions } from './scopes.ts';
import { bare } from './values.ts';
import { conditionsOf, keysOf } from './when.ts';
import { fields, type FieldId } from '../catalogue/fields.ts';
import type { Dialect, Misnomer } from '../source/dialects/dialect.ts';
import { withGeneric } from '../source/sources.ts';
import { all, any, firstNonEmpty, isNothing } from '../sql/missing.ts';
import { array, call, infix, text, type Expression } from '../sql/nodes.ts';

/** A field's text, but for rows on which its attribute means something else, and for placeholders. */
export function meantText(field: FieldId, reading: Row): Expression {
  const { reader } = reading;
  const own = written(field, reading);
  const misnomers = of(reader.speaking, (misnomer) => misnomer.field === field);
  const wrong = misnomers.filter(({ instead }) => instead === undefined).flatMap(({ when }) => isMet(when, reading));
  const better = misnomers.flatMap(({ when, instead }) =>
    instead === undefined ? [] : isMet(when, reading).flatMap((met) => [met, reader.value(instead)])
  );
  const lent = of(reader.speaking, (misnomer) => misnomer.of === field).flatMap((misnomer) =>
    isMet(misnomer.when, reading).map((met) => call('if', met, written(misnomer.field, reading), text('')))
  );
  const kept = wrong.length === 0 || isNothing(own) ? own : call('if', any(wrong), text(''), own);
  const meant = better.length === 0 ? kept : call('multiIf', ...better, kept);
  const said = [meant, ...lent].filter((value) => !isNothing(value));
  return said.length > 1 ? firstNonEmpty(said, '') : (said[0] ?? own);
}

type Row = Pick<Reading, 'reader' | 'spans'>;

function written(field: FieldId, row: Row): Expression {
  const { reader } = row;
  const value = reader.text(field);
  if (fields[field] !== 'tag' || isNothing(value)) {
    return value;
  }
  const tag = unquoted(value, row);
  const empty = reader.speaking.flatMap(({ placeholders }) => placeholders);
  return empty.length === 0 ? tag : call('if', infix('IN', tag, array(empty.map(text))), text(''), tag);
}

/** A tag without the quotes of dialects that write every value as JSON. */
export function unquoted(tag: Expression, { reader, spans }: Row): Expression {
  const quoted = any(
    quoting(reader.speaking).flatMap(({ claims }) => [
      ...(spans.scope ? scopeConditions(spans.scope, claims.scopes) : []),
      ...claims.keys.map((key) => reader.has(key)),
    ])
  );
  return isNothing(quoted) || isNothing(tag) ? tag : call('if', quoted, bare(tag), tag);
}

const quoting = (speaking: readonly Dialect[]): Dialect[] => speaking.filter(({ quotesTags }) => quotesTags);

function isMet(when: Misnomer['when'], reading: Row): Expression[] {
  const conditions = conditionsOf(when, reading);
  return conditions.some(isNothing) ? [] : [all(conditions)];
}

const of = (speaking: readonly Dialect[], test: (misnomer: Misnomer) => boolean): Misnomer[] =>
  withGeneric(speaking).flatMap(({ misnomers }) => misnomers.filter(test));

/** The fields whose attributes may mean the field. */
export const fieldsFor = (field: FieldId, speaking: readonly Dialect[]): FieldId[] =>
  of(speaking, (misnomer) => misnomer.of === field).map((misnomer) => misnomer.field);

/** The attribute keys that tell what a field's attribute means, and how it is written. */
export const meaningKeys = (field: FieldId, speaking: readonly Dialect[]): string[] => [
  ...of(speaking, (misnomer) => misnomer.field === field || misnomer.of === field).flatMap(({ when, instead }) => [
    ...keysOf(when),
    ...(instead === undefined ? [] : [instead]),
  ]),
  ...(fields[field] === 'tag' ? quotingKeys(speaking) : []),
];

export const quotingKeys = (speaking: readonly Dialect[]): string[] =>
  quoting(speaking).flatMap(({ claims }) => claims.keys);
