import { facts } from '../catalogue/facts.ts';
import { isNumber, type FieldId } from '../catalogue/fields.ts';
import { contextOf } from '../compile/context/context.ts';
import { rowField } from '../compile/context/columnnames.ts';
import type { Context } from '../compile/context/context.ts';
import { canSay } from '../compile/rows/capabilities.ts';
import { factRows } from '../compile/rows/factrows.ts';
import { spanIds } from '../compile/context/columnnames.ts';
import { spanRows } from '../compile/rows/spans.ts';
import { timesOf } from '../compile/context/times.ts';
import type { Statement } from '../host.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import { sourcesOf } from '../source/sources.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  number,
  text,
  lambda,
  type Expression,
  type Query,
  type Select,
} from '../sql/nodes.ts';
import { print } from '../sql/print.ts';
import { forLength, quickAnalysis } from '../sql/settings.ts';
import type { Window } from '../window.ts';
import { expected } from './expected.ts';
import { missingParents } from './parents.ts';
import { relations } from './relations.ts';
import { tagDimensions } from './tags.ts';

const maxGroups = 200;
const maxModels = 100;

/** The statements, each answering with columns by the names that `report.ts` reads. */
const questions = {
  spans: spansOfGroups,
  tags: (context: Context) => tagged(context),
  ownTags: (context: Context) => tagged({ ...context, census: context.census && { ...context.census, lacking: [] } }),
  relations,
  parents: missingParents,
  future: fromTheFuture,
  unpriced: unpricedModels,
} as const;

export type Question = keyof typeof questions;
export const questionNames = Object.keys(questions) as Question[];

/** Builds one statement per question, in the order of `questionNames`. */
export function inspectStatements(
  source: SourceDescription,
  settings: Settings,
  census: Census,
  window: Window
): Statement[] {
  return questionNames.map((name) => {
    const context = contextOf({ source, settings, census, window });
    const query = questions[name](context);
    const sql = print(query);
    return { sql, params: context.parameters.values, settings: { ...quickAnalysis, ...forLength(sql) } };
  });
}

const requestOperations: readonly string[] = facts.requests.operations;

/** The fields that are counted where filled. For content, only the keys are read, never the text. */
const countedFields = expected.map(({ field }) => field);
const readFields = countedFields.filter((field) => field !== 'inputContent');

/** Describes gen_ai spans, one row per service, dialect and scope. */
function spansOfGroups(context: Context): Query {
  const rows = spanRows(context, {
    fields: [...readFields, 'service', 'dialect', 'failed', 'weight', 'cacheRule', 'unread'],
    attributes: [],
    resources: [],
    times: timesOf(context),
    withIds: true,
    everyKey: true,
  });
  const isRequest = column('_request');
  const answeredOnes = infix('AND', isRequest, call('not', column('_failed')));
  const failedOnes = infix('AND', isRequest, column('_failed'));
  const generated = infix('AND', answeredOnes, infix('!=', column('_operation'), text('embeddings')));
  const asked = {
    ...{ all: isRequest, sometimes: isRequest, tag: isRequest },
    ...{ answered: answeredOnes, generated, failed: failedOnes },
  };
  const filled = (field: FieldId): Expression =>
    field === 'inputContent'
      ? call('hasAny', column('_keys'), array(keysOf(field, context.settings).map(text)))
      : isNumber(field)
        ? call('isNotNull', column(rowField(field)))
        : infix('!=', column(rowField(field)), text(''));
  const ones = (names: Expression): Expression => call('arrayMap', lambda(['k'], call('toUInt64', number(1))), names);
  const known = array([...new Set(countedFields.flatMap((field) => keysOf(field, context.settings)))].map(text));
  return {
    kind: 'select',
    columns: [
      { as: 'service', value: column('_service') },
      { as: 'dialect', value: column('_dialect') },
      { as: 'scope', value: column(spanIds.scope) },
      { as: 'spans', value: call('count') },
      { as: 'distinct', value: call('uniqExact', column(spanIds.trace), column(spanIds.span)) },
      { as: 'unknown_operations', value: call('countIf', equal(column('_operation'), text(''))) },
      { as: 'requests', value: call('countIf', isRequest) },
      { as: 'failed', value: call('countIf', failedOnes) },
      { as: 'generated', value: call('countIf', generated) },
      {
        as: 'filled',
        value: array(expected.map(({ field, of }) => call('countIf', infix('AND', asked[of], filled(field))))),
      },
      { as: 'keys', value: call('sumMapIf', column('_known'), ones(column('_known')), isRequest) },
      { as: 'unread', value: call('sumMap', column('_unread'), ones(column('_unread'))) },
      {
        as: 'cache_rules',
        value: call('sumMapIf', array([column('_cacheRule')]), array([call('toUInt64', number(1))]), isRequest),
      },
      { as: 'sampled', value: call('countIf', infix('>', column('_weight'), number(1))) },
      { as: 'heaviest', value: call('max', column('_weight')) },
      { as: 'stand_for', value: call('sum', column('_weight')) },
    ],
    from: from({
      ...rows,
      columns: [
        ...rows.columns,
        { as: '_request', value: infix('IN', column('_operation'), array(requestOperations.map(text))) },
        { as: '_keys', value: context.spans.attributes.filled },
        { as: '_known', value: call('arrayIntersect', column('_keys'), known) },
      ],
    }),
    groupBy: ['service', 'dialect', 'scope'].map((name) => column(name)),
    orderBy: [{ by: column('spans'), direction: 'DESC' }],
    limit: maxGroups,
  };
}

/** Lists the attributes that a field may be read from, in order of precedence. */
export const keysOf = (field: FieldId, settings: Settings): string[] => [
  ...new Set(sourcesOf(field, settings).map(({ key }) => key)),
];

/** Counts, by service and dialect, the requests with each tag: their own, or inherited where the census saw such. */
function tagged(context: Context): Query {
  const told = (id: string): boolean => canSay(context, id);
  const rows = factRows(context, 'requests', {
    dimensions: ['service', 'instrumentation', ...tagDimensions.map(({ id }) => id)].filter(told),
    fields: [],
  });
  return {
    kind: 'select',
    columns: [
      { as: 'service', value: told('service') ? column('service') : text('') },
      { as: 'dialect', value: told('instrumentation') ? column('instrumentation') : text('') },
      { as: 'requests', value: call('count') },
      {
        as: 'filled',
        value: array(
          tagDimensions.map(({ id }) =>
            call('countIf', told(id) ? infix('!=', column('t', id), text('unknown')) : number(0))
          )
        ),
      },
    ],
    from: { kind: 'query', query: rows, as: 't' },
    groupBy: [column('service'), column('dialect')],
    orderBy: [{ by: column('requests'), direction: 'DESC' }],
    limit: maxGroups,
  };
}

/** Counts requests without a cost, by model. */
function unpricedModels(context: Context): Query {
  const dimensions = ['provider', 'model'];
  const told = dimensions.filter((id) => canSay(context, id));
  const rows = factRows(context, 'requests', { dimensions: told, fields: ['cost', 'failed', 'totalTokens'] });
  const unpriced = infix('AND', call('isNull', column('_cost')), equal(column('_failed'), number(0)));
  return {
    kind: 'select',
    columns: [
      ...dimensions.map((id) => ({ as: id, value: told.includes(id) ? column(id) : text('') })),
      { as: 'requests', value: call('count') },
      { as: 'unpriced', value: call('countIf', unpriced) },
      {
        as: 'without_tokens',
        value: call('countIf', infix('AND', unpriced, call('isNull', column('_totalTokens')))),
      },
    ],
    from: from(rows),
    groupBy: [column('provider'), column('model')],
    having: infix('>', column('unpriced'), number(0)),
    orderBy: [{ by: column('unpriced'), direction: 'DESC' }],
    limit: maxModels,
  };
}

/** Counts, by service, gen_ai spans that begin in the future by the server's clock. */
function fromTheFuture(context: Context): Query {
  const now = call('now64', number(9));
  const soon: Select = spanRows(context, {
    fields: ['service'],
    attributes: [],
    resources: [],
    times: [{ from: now, to: infix('+', now, call('toIntervalDay', number(3650))) }],
  });
  return {
    kind: 'select',
    columns: [
      { as: 'service', value: column('_service') },
      { as: 'spans', value: call('count') },
      { as: 'latest', value: call('toString', call('max', column('_at'))) },
    ],
    from: from(soon),
    groupBy: [column('service')],
    orderBy: [{ by: column('spans'), direction: 'DESC' }],
    limit: maxGroups,
  };
}
