import { isNamed } from '../canonical/operation.ts';
import { sensibleSeconds } from '../canonical/times.ts';
import { tagFields } from '../catalogue/fields.ts';
import type { Context } from '../compile/context/context.ts';
import { excludedAttributes } from '../compile/rows/exclude.ts';
import { isGenAi } from '../compile/rows/spans.ts';
import { sliceColumn, type Times } from './slices.ts';
import { withConditions } from '../source/layouts/rows.ts';
import { sourcesOf, tagSources } from '../source/sources.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  number,
  parametricCall,
  same,
  text,
  type Expression,
  type Query,
  type Select,
} from '../sql/nodes.ts';

const maxKeys = 5000;
/** Of all slices. */
const maxScopes = 10_000;

const slice = column(sliceColumn);

/** The first column of the answer. */
export const keysColumn = 'keysOfScope';

/** Whether spans are gen_ai spans, or others that carry a tag. */
export const kinds = { other: 0, genAi: 1, tagged: 2 };

/**
 * One row a slice, kind and scope of spans, with their keys: those of gen_ai spans, of others that carry a tag, and of those that
 * are only named like a call. One pass tells them all, because what takes time is to read attributes, and to make texts of keys
 * only where they differ.
 */
export function keysSeen(asked: Context, times: Times): Query {
  const context = byKeysAlone(asked);
  const { spans } = context;
  const [genAi, tagged, named] = [isGenAi(context), isTagged(context), isNamed(spans)] as const;
  const alone = call('if', genAi, number(0), named);
  const kind = call('multiIf', genAi, number(kinds.genAi), tagged, number(kinds.tagged), number(kinds.other));
  const scope = call('toString', spans.scope ?? text(''));
  const keys = spans.attributes.filled;
  const alike: Select = {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: times.slice(spans.time) },
      { as: 'kind', value: kind },
      { as: 'named', value: alone },
      { as: 'scope', value: call('any', scope) },
      { as: 'keys', value: call('any', keys) },
      { as: 'longest', value: call('max', spans.seconds ? sensibleSeconds(spans.seconds) : number(0)) },
    ],
    ...withConditions(spans.rows(times.bounds, null), [
      infix('OR', genAi, tagged, named),
      times.isAsked(times.slice(spans.time)),
    ]),
    groupBy: [slice, column('kind'), column('named'), call('cityHash64', scope, keys)],
  };
  return {
    kind: 'select',
    columns: [
      { as: keysColumn, value: parametricCall('groupUniqArrayArray', [number(maxKeys)], column('keys')) },
      { as: sliceColumn, value: slice },
      ...['kind', 'named', 'scope'].map(same),
      { as: 'longest', value: call('max', column('longest')) },
    ],
    from: from(alike),
    groupBy: [slice, ...['kind', 'named', 'scope'].map((as) => column(as))],
    orderBy: [
      { by: equal(column('kind'), number(kinds.genAi)), direction: 'DESC' },
      { by: column('scope'), direction: 'ASC' },
    ],
    limit: maxScopes,
  };
}

/** A key that never has a value only makes a statement longer, and prompts are not read for it. */
const byKeysAlone = ({ spans, ...context }: Context): Context => ({
  ...context,
  spans: { ...spans, attributes: { ...spans.attributes, ...spans.attributes.byKeysAlone } },
});

/** Whether a span has a key of a tag, or of what tells traffic that is left out. */
function isTagged({ spans, settings, parameters }: Context): Expression {
  const sources = [
    ...tagFields.flatMap((field) => sourcesOf(field, settings)),
    ...excludedAttributes(settings).flatMap((key) => tagSources([key])),
  ];
  const keys = [...new Set(sources.map(({ key }) => key))];
  return spans.attributes.hasAnyOf(keys, parameters.list(keys));
}
