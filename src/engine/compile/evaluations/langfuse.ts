import type { FieldId } from '../../catalogue/fields.ts';
import { namedAttributes } from '../../source/layouts/attributes/named.ts';
import { inMetadata, isOfTrace, traceColumns } from '../../source/layouts/langfuse/columns.ts';
import { current, tracesOf } from '../../source/layouts/langfuse/rows.ts';
import { between, inAny } from '../../source/layouts/rows.ts';
import { call, column, equal, from, nothing, number, text, type Expression, type Select } from '../../sql/nodes.ts';
import { rowField } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { firstNonEmpty } from '../../sql/missing.ts';
import { Reader } from '../../canonical/reader.ts';
import { scoreTimes } from '../context/times.ts';
import { recordColumns, type Records } from './records.ts';

const orEmpty = (value: Expression): Expression => call('ifNull', value, text(''));

/**
 * Reads Langfuse's scores, of an observation or of a whole trace; null if its table does not exist. A score has the fields
 * of its trace, because most scores are about a trace and not an observation.
 */
export function fromLangfuse(context: Context, fields: readonly FieldId[]): Records | null {
  const { langfuseScores: scores, langfuseTraces: traces } = context.source.others;
  if (!scores || !traces) {
    return null;
  }
  const times = scoreTimes(context);
  const environment = 'environment' in scores.columns ? column('environment') : text('');
  const attributes = namedAttributes(
    {
      ...Object.fromEntries(Object.entries(traceColumns).map(([key, { as }]) => [key, column(as)])),
      'langfuse.environment': environment,
    },
    (key) => (isOfTrace(key) ? inMetadata(key) : null)
  );
  const reader = new Reader(attributes, context.settings, { fields });
  const own = current(scores.path, inAny(times, between(column('timestamp'))));
  const said = fields.map((field) => ({ as: rowField(field), value: firstNonEmpty(reader.ofRow(field), '') }));
  const query: Select = {
    kind: 'select',
    columns: [
      ...recordColumns(
        {
          at: call('toDateTime64', column('timestamp'), number(9)),
          trace: orEmpty(column('trace_id')),
          span: orEmpty(column('observation_id')),
          response: text(''),
        },
        {
          name: column('name'),
          // A categorical score has a number as well, which is the index of its category.
          value: call(
            'if',
            equal(column('data_type'), text('CATEGORICAL')),
            nothing,
            call('toNullable', column('value'))
          ),
          label: orEmpty(column('string_value')),
          flag: call(
            'if',
            equal(column('data_type'), text('BOOLEAN')),
            call('if', equal(column('value'), number(1)), text('true'), text('false')),
            text('')
          ),
          evaluator: call('toString', column('source')),
        }
      ),
      ...said,
      ...reader.outputs(),
    ],
    from: reader.keys().some(isOfTrace)
      ? {
          kind: 'join',
          left: from(own),
          leftAs: 'score',
          right: tracesOf(traces.path, scores.path, times, 'timestamp'),
          rightAs: 'trace',
          on: [
            ['trace_id', 'trace_key'],
            ['project_id', 'trace_project'],
          ],
        }
      : from(own),
  };
  return { query, own: fields.map(rowField), judge: [] };
}
