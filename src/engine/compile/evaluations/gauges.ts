import type { FieldId } from '../../catalogue/fields.ts';
import { gaugeColumns } from '../../source/layouts/index.ts';
import { withConditions } from '../../source/layouts/rows.ts';
import { sourcesOf } from '../../source/sources.ts';
import { call, equal, text, type Expression, type Select } from '../../sql/nodes.ts';
import { rowField } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { firstNonEmpty } from '../../sql/missing.ts';
import { scoreTimes } from '../context/times.ts';
import { aggregateKey, recordColumns, type Records } from './records.ts';

/** Matches gauges that are scores, such as `llm.faithfulness`: the evaluation's name follows the prefix. */
const prefix = '^(?:llm|gen_ai\\.evaluation|evaluation|eval)\\.';

/** Reads scores from the collector's gauges; null if there is no such table. */
export function fromGauges(context: Context, fields: readonly FieldId[]): Records | null {
  const gauges = gaugeColumns(context.source);
  if (!gauges) {
    return null;
  }
  const attribute = gauges.attributes.value;
  const own = (field: FieldId): Expression =>
    firstNonEmpty(
      sourcesOf(field, context.settings)
        .filter((source) => source.kind === 'key')
        .map(({ key }) => attribute(key)),
      ''
    );
  const select: Select = {
    kind: 'select',
    columns: [
      ...recordColumns(
        {
          at: gauges.time,
          trace: firstNonEmpty([attribute('trace_id'), attribute('trace.id')], ''),
          span: firstNonEmpty([attribute('span_id'), attribute('span.id')], ''),
          response: attribute('gen_ai.response.id'),
        },
        {
          name: call('replaceRegexpOne', gauges.name, text(prefix), text('')),
          value: call('if', call('isFinite', gauges.value), call('toNullable', gauges.value), { kind: 'null' }),
          label: attribute('gen_ai.evaluation.score.label'),
          evaluator: own('evaluator'),
          evaluatorVersion: own('evaluatorVersion'),
        }
      ),
      ...fields.map((field) => ({ as: rowField(field), value: own(field) })),
    ],
    ...withConditions(gauges.rows(scoreTimes(context)), [
      call('match', gauges.name, text(prefix)),
      equal(attribute(aggregateKey), text('')),
    ]),
  };
  return { query: select, own: fields.map(rowField), judge: [] };
}
