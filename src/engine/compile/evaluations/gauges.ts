import { call, column, number, table, text, type Expression, type Select } from '../../sql/nodes.ts';
import { rowField, type Context } from '../context.ts';
import { firstNonEmpty } from '../reader.ts';
import { inWindow } from '../rows.ts';
import type { FieldId } from '../../catalogue/fields.ts';
import { sourcesOf } from '../../source/sources.ts';
import { recordColumns, type Records } from './records.ts';

/** Gauges that are scores, such as `llm.faithfulness`: the name behind the prefix is the evaluation's. */
const prefix = '^(?:llm|gen_ai\\.evaluation|evaluation|eval)\\.';

/** Scores among the collector's gauges; null without a table of them. */
export function fromGauges(context: Context, fields: readonly FieldId[]): Records | null {
  const { gauges } = context.source;
  if (!gauges) {
    return null;
  }
  const attribute = (key: string): Expression => call('arrayElement', column('Attributes'), text(key));
  const own = (field: FieldId): Expression =>
    firstNonEmpty(
      sourcesOf(field, context.settings)
        .filter((source) => source.kind === 'key')
        .map(({ key }) => attribute(key)),
      ''
    );
  const name = call('replaceRegexpOne', call('toString', column('MetricName')), text(prefix), text(''));
  const select: Select = {
    kind: 'select',
    columns: [
      ...recordColumns(
        {
          at: call('toDateTime64', column('TimeUnix'), number(9)),
          trace: firstNonEmpty([attribute('trace_id'), attribute('trace.id')], ''),
          span: firstNonEmpty([attribute('span_id'), attribute('span.id')], ''),
          response: attribute('gen_ai.response.id'),
        },
        {
          name,
          value: call('if', call('isFinite', column('Value')), call('toNullable', column('Value')), { kind: 'null' }),
          label: attribute('gen_ai.evaluation.score.label'),
          evaluator: own('evaluator'),
        }
      ),
      ...fields.map((field) => ({ as: rowField(field), value: own(field) })),
    ],
    from: table(...gauges.path),
    prewhere: inWindow(context, call('toDateTime64', column('TimeUnix'), number(9))),
    where: call('match', column('MetricName'), text(prefix)),
  };
  return { query: select, own: fields.map(rowField), judge: [] };
}
