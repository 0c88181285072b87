import type { FieldId } from '../../catalogue/fields.ts';
import { UserError } from '../../errors.ts';
import { columnUnmapped, tableMissing } from '../../messages.ts';
import { checkedMapping, columnText } from '../../source/layouts/flat/mapping.ts';
import type { ScoreName } from '../../source/layouts/flat/columns.ts';
import { mappedTime } from '../../source/layouts/flat/times.ts';
import { rowsOf } from '../../source/layouts/rows.ts';
import { array, call, infix, text, type Expression, type Select } from '../../sql/nodes.ts';
import { rowField } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { finite } from '../../sql/missing.ts';
import { scoreTimes } from '../context/times.ts';
import { passedBy, recordColumns, type Records } from './records.ts';

/** Reads a flag that is written as the number 1 or 0. */
const digits = (value: Expression): Expression[] => [infix('IN', value, array(['0', '1'].map(text))), finite(value)];

/** Reads scores from a custom table, whose columns the settings map; null if none is set. */
export function fromMapped(context: Context, fields: readonly FieldId[]): Records | null {
  const { evaluations } = context.source.others;
  const { settings } = context;
  if (!evaluations) {
    if (settings.evaluationsTable !== '') {
      throw new UserError(tableMissing(settings.evaluationsTable, settings.database));
    }
    return null;
  }
  const mapping: Partial<Record<string, string>> = checkedMapping(settings.evaluationColumns, evaluations);
  const time = mappedTime(mapping);
  const missing = !time ? 'time' : mapping['name'] === undefined ? 'name' : undefined;
  if (!time || missing !== undefined) {
    throw new UserError(columnUnmapped(missing ?? 'time', evaluations.path.join('.')));
  }
  const own = (name: ScoreName | FieldId): Expression => {
    const column = mapping[name];
    return column === undefined ? text('') : columnText(column);
  };
  const query: Select = {
    kind: 'select',
    columns: [
      ...recordColumns(
        { at: time.value, trace: own('traceId'), span: own('spanId'), response: own('responseId') },
        {
          name: own('name'),
          value: finite(own('score')),
          label: own('label'),
          evaluator: own('evaluator'),
          evaluatorVersion: own('evaluatorVersion'),
          ...(mapping['passed'] === undefined
            ? {}
            : { passed: passedBy(call('lower', own('passed')), ...digits(own('passed'))) }),
        }
      ),
      ...fields.map((field) => ({ as: rowField(field), value: own(field) })),
    ],
    ...rowsOf(evaluations, time.within)(scoreTimes(context)),
  };
  return {
    query,
    own: fields.map(rowField),
    judge: [],
    ...(mapping['traceId'] === undefined ? { withoutTrace: true } : {}),
  };
}
