import type { FieldId } from '../../catalogue/fields.ts';
import { logColumns } from '../../source/layouts/index.ts';
import { withConditions } from '../../source/layouts/rows.ts';
import { call, combine, type Select } from '../../sql/nodes.ts';
import { rowField, type Context } from '../context.ts';
import { firstNonEmpty, Reader } from '../reader.ts';
import { scoreTimes } from '../times.ts';
import { isEvent, recordColumns, type Records } from './records.ts';

/** Where a log record's own attributes and its resource's keep a tag. */
export const judgeField = (field: string): string => `_judge_${field}`;

/** Scores among the log records, timed when they were written; null without a table of them. */
export function fromLogs(context: Context, fields: readonly FieldId[]): Records | null {
  const logs = logColumns(context.source);
  if (!logs) {
    return null;
  }
  const reader = new Reader({ ...logs.attributes, resource: logs.resource }, context.settings, {
    fields: [
      ...new Set<FieldId>([
        'evaluationName',
        'scoreValue',
        'scoreLabel',
        'evaluator',
        'evaluatorVersion',
        'responseId',
        ...fields,
      ]),
    ],
    keys: ['event.name', 'event_name'],
  });
  const named = [
    ...(logs.eventName ? [isEvent(logs.eventName)] : []),
    isEvent(reader.value('event.name')),
    isEvent(reader.value('event_name')),
  ];
  const select: Select = {
    kind: 'select',
    columns: [
      ...recordColumns(
        {
          at: logs.time,
          trace: logs.traceId,
          span: logs.spanId,
          response: reader.text('responseId'),
        },
        {
          name: reader.text('evaluationName'),
          value: reader.number('scoreValue'),
          flag: firstNonEmpty(reader.ofRow('scoreValue'), ''),
          label: reader.text('scoreLabel'),
          evaluator: reader.text('evaluator'),
          evaluatorVersion: reader.text('evaluatorVersion'),
        }
      ),
      ...fields.map((field) => ({ as: rowField(field), value: firstNonEmpty(reader.ofRow(field), '') })),
      ...fields.map((field) => ({ as: judgeField(field), value: firstNonEmpty(reader.ofResource(field), '') })),
      { as: judgeField('service'), value: call('toString', logs.service) },
      ...reader.outputs(),
    ],
    layers: true,
    ...withConditions(logs.rows(scoreTimes(context)), [combine('OR', named)]),
  };
  return { query: select, own: fields.map(rowField), judge: [...fields, 'service'].map(judgeField) };
}
