import { isNamed } from '../canonical/operation.ts';
import { sensibleSeconds } from '../canonical/times.ts';
import { tagFields } from '../catalogue/fields.ts';
import type { Context } from '../compile/context/context.ts';
import { excludedAttributes } from '../compile/rows/exclude.ts';
import { isGenAi } from '../compile/rows/spans.ts';
import type { Question } from './question.ts';
import { sliceColumn, type Times } from './slices.ts';
import { withConditions } from '../source/layouts/rows.ts';
import { sourcesOf, tagSources } from '../source/sources.ts';
import { call, column, from, number, parametricCall, text, type Query } from '../sql/nodes.ts';

const maxKeys = 5000;
/** Of all slices. */
const maxScopes = 10_000;

const slice = column(sliceColumn);

/** The first columns of the answers. */
export const keysColumn = 'keysOfScope';
export const tagsColumn = 'keysOfTags';
export const bareColumn = 'scopesOfBare';

/** One row a slice and scope of gen_ai spans, with their keys. Few spans differ in them, so that their texts are only made of these. */
function keysSeen(context: Context, times: Times): Query {
  const { spans } = context;
  const scope = spans.scope ?? text('');
  const keys = spans.attributes.filled;
  return {
    kind: 'select',
    columns: [
      { as: keysColumn, value: parametricCall('groupUniqArrayArray', [number(maxKeys)], column('keys')) },
      { as: sliceColumn, value: slice },
      { as: 'scope', value: column('scope') },
    ],
    from: from({
      kind: 'select',
      columns: [
        { as: sliceColumn, value: times.slice(spans.time) },
        { as: 'scope', value: call('toString', call('any', scope)) },
        { as: 'keys', value: call('any', keys) },
      ],
      ...withConditions(spans.rows(times.bounds, null), [isGenAi(context), times.isAsked(times.slice(spans.time))]),
      groupBy: [slice, call('cityHash64', scope, keys)],
    }),
    groupBy: [slice, column('scope')],
    orderBy: [{ by: column('scope'), direction: 'ASC' }],
    limit: maxScopes,
  };
}

/** One row a slice over spans that are not gen_ai and carry a tag. */
function tagsSeen(context: Context, times: Times): Query {
  const { spans, settings, parameters } = context;
  const sources = [
    ...tagFields.flatMap((field) => sourcesOf(field, settings)),
    ...excludedAttributes(settings).flatMap((key) => tagSources([key])),
  ];
  const keys = [...new Set(sources.map(({ key }) => key))];
  return {
    kind: 'select',
    columns: [
      { as: tagsColumn, value: parametricCall('groupUniqArrayArray', [number(maxKeys)], spans.attributes.filled) },
      { as: sliceColumn, value: times.slice(spans.time) },
      { as: 'longest', value: call('max', spans.seconds ? sensibleSeconds(spans.seconds) : number(0)) },
    ],
    ...withConditions(spans.rows(times.bounds, null), [
      spans.attributes.hasAnyOf(keys, parameters.list(keys)),
      call('not', isGenAi(context)),
      times.isAsked(times.slice(spans.time)),
    ]),
    groupBy: [slice],
  };
}

/** One row a slice over spans without any marker that are named like a call. */
function bareSeen(context: Context, times: Times): Query {
  const { spans } = context;
  return {
    kind: 'select',
    columns: [
      { as: bareColumn, value: call('groupUniqArray', spans.scope ?? text('')) },
      { as: sliceColumn, value: times.slice(spans.time) },
    ],
    ...withConditions(spans.rows(times.bounds, []), [
      isNamed(spans),
      call('not', isGenAi(context)),
      times.isAsked(times.slice(spans.time)),
    ]),
    groupBy: [slice],
  };
}

/** What is asked of every slice: what its spans are written in. All else is asked when that is known, in a tenth of the text. */
export const keysQuestions: readonly Question[] = [keysSeen, tagsSeen, bareSeen];
