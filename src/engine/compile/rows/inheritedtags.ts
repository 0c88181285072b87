import { facts } from '../../catalogue/facts.ts';
import { tagFields, type FieldId } from '../../catalogue/fields.ts';
import { sourcesOf, tagSources } from '../../source/sources.ts';
import { array, column, from, infix, named, text, type Expression, type Select } from '../../sql/nodes.ts';
import { once, rowField, rowTime, type Context } from '../context/context.ts';
import { excludedAttributes } from './exclude.ts';
import { withInherited } from '../inherit.ts';
import type { SpanField } from '../../canonical/derived.ts';
import { attributeColumn, spanIds, spanRows } from './spans.ts';
import { inWindow, timesOf } from '../context/times.ts';

/** Canonical fields, and attributes and resource attributes that the user named. */
export interface Needs {
  fields: readonly SpanField[];
  attributes: readonly string[];
  resources: readonly string[];
}

/** Columns of tags that requests lack and other spans have. */
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
      .filter((field) => elsewhere(sourcesOf(field, settings).map(({ key }) => key)))
      .map(rowField),
    // Nobody has looked for a key that only this query knows.
    ...needs.attributes
      .filter((key) => !looked.includes(key) || elsewhere(tagSources([key]).map((source) => source.key)))
      .map(attributeColumn),
  ];
}

/** The rows with the tags that they take from their traces. `lead` is how long before its row a trace may have begun. */
export function withInheritedTags(
  context: Context,
  rows: Select,
  needs: Needs,
  inherited: readonly string[],
  names: readonly string[],
  lead = 0
): Select {
  const others = once(context, `holders ${[lead, ...inherited].join()}`, () =>
    named('holders', holders(context, inherited, needs, lead))
  );
  return withInherited(rows, others, names, inherited, windowOf(context));
}

const windowOf = (context: Context): Expression => inWindow(context, column(rowTime));

/** Spans that are no call and carry one of the tags. */
function holders(context: Context, inherited: readonly string[], needs: Needs, lead: number): Select {
  const { census, settings } = context;
  const fields = tagFields.filter((field) => inherited.includes(rowField(field)));
  const attributes = needs.attributes.filter((key) => inherited.includes(attributeColumn(key)));
  const keys = [
    ...fields.flatMap((field) => sourcesOf(field, settings).map(({ key }) => key)),
    ...attributes.flatMap((key) => tagSources([key]).map((source) => source.key)),
  ];
  const held = census && attributes.length === 0 ? keys.filter((key) => census.tagKeys.includes(key)) : keys;
  const rows = spanRows(context, {
    fields: ['operation', 'seconds', ...fields],
    attributes,
    resources: [],
    times: timesOf(context, (census?.longestTrace ?? 3600) + lead, 0),
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
    from: from(rows),
    where: infix(
      'NOT IN',
      column(rowField('operation')),
      array((facts.requests.operations as readonly string[]).map(text))
    ),
  };
}
