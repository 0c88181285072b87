import { emptyOf, type SpanField } from '../../canonical/spanfield.ts';
import { fieldsFor } from '../../canonical/misnomers.ts';
import { facts } from '../../catalogue/facts.ts';
import { tagFields, type FieldId } from '../../catalogue/fields.ts';
import { rowTime, spanIds, rowField, attributeColumn } from '../context/columnnames.ts';
import { oncePerStatement, type Context } from '../context/context.ts';
import { noReach, type Reach } from '../context/reach.ts';
import { rowEnd, inWindow, timesOf } from '../context/times.ts';
import { excludedAttributes } from './exclude.ts';
import { spanRows } from './spans.ts';
import type { Settings } from '../../settings/settings.ts';
import { dialects } from '../../source/dialects/index.ts';
import { sourcesOf, tagSources } from '../../source/sources.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  number,
  over,
  same,
  text,
  type Expression,
  type Select,
  array,
  named,
} from '../../sql/nodes.ts';

const trace = column(spanIds.trace);
const holder = column('_holder');

/**
 * Adds the tags that only another span of the trace has, usually the root.
 *
 * `holders` are spans that are not calls and have at least one of the `tags`, with their time, trace, seconds and tags. A
 * row takes each tag that it lacks from the last holder that started before it and is still running, or else from the
 * first holder of the trace.
 */
export function withInherited(
  rows: Select,
  holders: Select,
  names: readonly string[],
  tags: readonly string[],
  inWindow: Expression
): Select {
  const everything = [rowTime, spanIds.trace, ...names.filter((name) => name !== rowTime && name !== spanIds.trace)];
  const ofRow: Select = {
    kind: 'select',
    columns: [...everything.map(same), { as: '_holder', value: number(0) }, { as: '_until', value: column(rowTime) }],
    from: from(rows),
    where: inWindow,
  };
  const ofHolder: Select = {
    kind: 'select',
    columns: [
      ...everything.map((name) =>
        name === rowTime || name === spanIds.trace || tags.includes(name)
          ? same(name)
          : { as: name, value: emptyOf(name.slice(1)) }
      ),
      { as: '_holder', value: number(1) },
      { as: '_until', value: rowEnd },
    ],
    from: from(holders),
    where: infix('!=', trace, text('')),
  };
  const seen = (name: string, which: 'argMaxIf' | 'argMinIf'): Expression =>
    over(
      call(
        which,
        call('tuple', column(name), column('_until')),
        column(rowTime),
        infix('AND', equal(holder, number(1)), infix('!=', column(name), text('')))
      ),
      [trace],
      // The first holder may begin after the row.
      which === 'argMinIf' ? [] : [column(rowTime), infix('-', number(1), holder)]
    );
  const filled: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      ...tags.flatMap((name) => [
        { as: `last${name}`, value: seen(name, 'argMaxIf') },
        { as: `first${name}`, value: seen(name, 'argMinIf') },
      ]),
    ],
    from: from({ kind: 'union', all: [ofRow, ofHolder] }),
  };
  return {
    kind: 'select',
    columns: everything.map((name) => (tags.includes(name) ? { as: name, value: taken(name) } : same(name))),
    from: { kind: 'query', query: filled, as: 'f' },
    where: equal(holder, number(0)),
  };
}

function taken(name: string): Expression {
  const part = (which: 'last' | 'first', index: number) =>
    call('tupleElement', column(`${which}${name}`), number(index));
  return call(
    'multiIf',
    infix('!=', column('f', name), text('')),
    column('f', name),
    infix('>=', part('last', 2), column('f', rowTime)),
    part('last', 1),
    part('first', 1)
  );
}

/** The needed canonical fields, and the attributes and resource attributes that the user named. */
export interface Needs {
  fields: readonly SpanField[];
  attributes: readonly string[];
  resources: readonly string[];
}

/** Lists the columns of tags that requests lack and other spans have. */
export function inheritedTags({ census, settings, spans }: Context, needs: Needs): string[] {
  if (!spans.traceId) {
    return [];
  }
  const looked = excludedAttributes(settings);
  const elsewhere = (keys: readonly string[]) => !census || keys.some((key) => census.tagKeys.includes(key));
  const lacking = (field: FieldId) => !census || census.lacking.includes(field);
  return [
    ...tagFields
      .filter((field) => needs.fields.includes(field) && lacking(field))
      .filter((field) => elsewhere(keysOf(field, settings)))
      .map(rowField),
    // The census has not looked for a key that only this query knows.
    ...needs.attributes
      .filter((key) => !looked.includes(key) || elsewhere(tagSources([key]).map((source) => source.key)))
      .map(attributeColumn),
  ];
}

/** Keys of which a span that has the tag has one. */
const keysOf = (field: FieldId, settings: Settings): string[] =>
  [field, ...fieldsFor(field, dialects)].flatMap((name) => sourcesOf(name, settings).map(({ key }) => key));

/** Adds the tags that rows take from their traces. `reach` is how long before the windows the rows may be. */
export function withInheritedTags(
  context: Context,
  rows: Select,
  needs: Needs,
  inherited: readonly string[],
  names: readonly string[],
  reach: Reach = noReach
): Select {
  const others = oncePerStatement(context, `holders ${[reach.lead, ...inherited].join()}`, () =>
    named('holders', holders(context, inherited, needs, reach))
  );
  return withInherited(rows, others, names, inherited, windowOf(context));
}

const windowOf = (context: Context): Expression => inWindow(context, column(rowTime));

/** Selects holders: spans that are not calls and have one of the tags. */
function holders(context: Context, inherited: readonly string[], needs: Needs, reach: Reach): Select {
  const { census, settings } = context;
  const fields = tagFields.filter((field) => inherited.includes(rowField(field)));
  const attributes = needs.attributes.filter((key) => inherited.includes(attributeColumn(key)));
  const ofFields = fields.flatMap((field) => keysOf(field, settings));
  const held = [
    ...(census ? ofFields.filter((key) => census.tagKeys.includes(key)) : ofFields),
    ...attributes.flatMap((key) => tagSources([key]).map((source) => source.key)),
  ];
  const longest = census?.longestTrace ?? 3600;
  const rows = spanRows(context, {
    fields: ['operation', 'seconds', ...fields],
    attributes,
    resources: [],
    // The first holder may begin after its row, and after the window: a row is the same in any window that it is in.
    times: timesOf(context, longest + reach.lead, longest),
    withIds: true,
    anyOf: [...new Set(held)],
    rowOnly: true,
  });
  return {
    kind: 'select',
    columns: [rowTime, spanIds.trace, rowField('seconds'), ...inherited].map((name) => ({
      as: name,
      value: column(name),
    })),
    from: from(reach.bounded(rows, timesOf(context, longest + reach.usual, longest))),
    where: infix(
      'NOT IN',
      column(rowField('operation')),
      array((facts.requests.operations as readonly string[]).map(text))
    ),
  };
}
