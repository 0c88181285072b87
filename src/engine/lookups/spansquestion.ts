import { facts } from '../catalogue/facts.ts';
import { rowField, rowTime, spanIds } from '../compile/context/columnnames.ts';
import type { Context } from '../compile/context/context.ts';
import { spanRows } from '../compile/rows/spans.ts';
import { ofAsked, type Question } from './question.ts';
import { sliceColumn, type Times } from './slices.ts';
import {
  array,
  call,
  column,
  from,
  infix,
  lambda,
  number,
  parametricCall,
  text,
  type Expression,
  type Select,
} from '../sql/nodes.ts';

/** Of a slice and scope; the most used ones. */
export const maxModels = 1000;
/** Of all slices. */
const maxScopes = 10_000;

const requests: readonly string[] = facts.requests.operations;

const slice = column(sliceColumn);

/** The first column of the answer: how many requests a scope has. */
export const requestsColumn = 'requests';

/**
 * One row a slice and scope of gen_ai spans. A day has millions of these and few that differ in keys and model, so that
 * they are counted before anything is made of their keys.
 */
export const spansSeen: Question = (context, times) => {
  const isRequest = column('request');
  const alike = spansAlike(context, times);
  const counted = (condition: Expression): Expression =>
    call('sumMapIf', column('keys'), call('arrayMap', lambda(['k'], column('spans')), column('keys')), condition);
  return {
    kind: 'select',
    columns: [
      { as: requestsColumn, value: call('sumIf', column('spans'), isRequest) },
      { as: sliceColumn, value: slice },
      { as: 'scope', value: column('scope') },
      { as: 'ofRequests', value: counted(isRequest) },
      { as: 'ofOthers', value: counted(call('not', isRequest)) },
      {
        as: 'models',
        value: parametricCall(
          'topKWeightedIf',
          [number(maxModels)],
          call('tuple', ...modelFields.map((name) => column(name))),
          column('spans'),
          isRequest
        ),
      },
      { as: 'sampled', value: call('max', column('sampled')) },
      { as: 'failedAgents', value: call('max', column('failedAgents')) },
      { as: 'longestRequest', value: call('maxIf', column('longest'), isRequest) },
      { as: 'longestSpan', value: call('max', column('longest')) },
    ],
    from: from(alike),
    groupBy: [slice, column('scope')],
    orderBy: [{ by: column(requestsColumn), direction: 'DESC' }],
    limit: maxScopes,
  };
};

const modelFields = ['provider', 'requestModel', 'responseModel'] as const;

/** What is read of a span. */
export const spanFields = ['operation', ...modelFields, 'seconds', 'weight', 'failed'] as const;

/** Spans of the same scope, keys, kind and model. */
function spansAlike(context: Context, times: Times): Select {
  const rows = spanRows(context, {
    fields: spanFields,
    attributes: [],
    resources: [],
    times: times.bounds,
    withIds: true,
    everyKey: true,
  });
  const operation = column(rowField('operation'));
  const isOneOf = (operations: readonly string[]): Expression => infix('IN', operation, array(operations.map(text)));
  const any = (as: string, value: Expression) => ({ as, value: call('any', value) });
  return {
    kind: 'select',
    columns: [
      { as: sliceColumn, value: slice },
      any('scope', column(spanIds.scope)),
      any('request', column('_request')),
      any('keys', column('_keys')),
      ...modelFields.map((name) => any(name, column(rowField(name)))),
      { as: 'spans', value: call('count') },
      { as: 'sampled', value: call('max', infix('>', column(rowField('weight')), number(1))) },
      {
        as: 'failedAgents',
        value: call('max', infix('AND', column(rowField('failed')), isOneOf(facts.agents.operations))),
      },
      { as: 'longest', value: call('max', column(rowField('seconds'))) },
    ],
    from: from({
      ...rows,
      columns: [
        ...rows.columns,
        { as: '_request', value: isOneOf(requests) },
        { as: '_keys', value: context.spans.attributes.filled },
        { as: sliceColumn, value: times.slice(column(rowTime)) },
      ],
    }),
    ...ofAsked(times),
    groupBy: [
      slice,
      call(
        'cityHash64',
        ...[spanIds.scope, '_request', '_keys', ...modelFields.map(rowField)].map((name) => column(name))
      ),
    ],
  };
}
