import type { DimensionId } from '../catalogue/dimensions/index.ts';
import type { FieldId } from '../catalogue/fields.ts';
import type { RowFields } from '../catalogue/measures/measure.ts';
import type { Dialect } from '../source/dialects/dialect.ts';
import { errorStatusCodes } from '../source/layouts/otel-map.ts';
import {
  array,
  call,
  column,
  combine,
  infix,
  number,
  table,
  text,
  type Expression,
  type Select,
} from '../sql/nodes.ts';
import { Attributes, firstNonEmpty } from './attributes.ts';
import { rowField, rowTime, type Context } from './context.ts';
import { dimensionOutputs, fieldsOf, inWindow } from './rows.ts';

type RequestField = RowFields['requests'];

/** How each row field is made, and which canonical fields it is made of. */
const rowFields: Record<RequestField, { from: FieldId[]; value: (attributes: Attributes) => Expression }> = {
  failed: {
    from: ['errorType'],
    value: (a) =>
      infix(
        'OR',
        infix('IN', column('StatusCode'), array(errorStatusCodes.map(text))),
        infix('!=', a.text('errorType'), text(''))
      ),
  },
  inputTokens: { from: ['inputTokens'], value: (a) => a.number('inputTokens') },
  outputTokens: { from: ['outputTokens'], value: (a) => a.number('outputTokens') },
  // Gateways write 0 for a model they have no price for: that is an unknown cost, not a free call.
  cost: { from: ['reportedCost'], value: (a) => call('nullIf', a.number('reportedCost'), number(0)) },
  seconds: { from: [], value: () => call('toNullable', infix('/', column('Duration'), number(1e9))) },
  timeToFirstToken: { from: ['timeToFirstToken'], value: (a) => a.number('timeToFirstToken') },
};

/** One row a call of a model: its time, the dimensions and the row fields that are asked for. */
export function requestRows(
  context: Context,
  dimensionIds: readonly DimensionId[],
  wanted: readonly RequestField[]
): Select {
  const { dialect, source } = context;
  const attributes = new Attributes('SpanAttributes', dialect, [
    'operation',
    'toolName',
    'requestModel',
    ...fieldsOf(dimensionIds),
    ...wanted.flatMap((field) => rowFields[field].from),
  ]);
  return {
    kind: 'select',
    columns: [
      { as: rowTime, value: column('Timestamp') },
      ...dimensionOutputs(dimensionIds, attributes),
      ...wanted.map((field) => ({ as: rowField(field), value: rowFields[field].value(attributes) })),
      ...attributes.outputs(),
    ],
    from: table(...source.traces.path),
    prewhere: inWindow(context, column('Timestamp')),
    where: infix(
      'AND',
      isGenAi(dialect),
      infix('IN', operation(attributes), array(dialect.requestOperations.map(text)))
    ),
  };
}

/** A span with one of the dialect's markers, in the form that the exporter's skip indexes serve. */
export function isGenAi({ markers }: Dialect): Expression {
  return (
    combine(
      'OR',
      markers.map((key) => call('mapContains', column('SpanAttributes'), text(key)))
    ) ?? number(0)
  );
}

/** Hand-made spans name no operation: a tool makes it a tool call, else a model makes it a chat. */
function operation(attributes: Attributes): Expression {
  return firstNonEmpty(
    [
      attributes.text('operation'),
      call('if', infix('!=', attributes.text('toolName'), text('')), text('execute_tool'), text('')),
      call('if', infix('!=', attributes.text('requestModel'), text('')), text('chat'), text('')),
    ],
    ''
  );
}
