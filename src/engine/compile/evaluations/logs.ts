import type { FieldId } from '../../catalogue/fields.ts';
import { call, column, combine, equal, text, type Select } from '../../sql/nodes.ts';
import { rowField, type Context } from '../context.ts';
import { firstNonEmpty, Reader } from '../reader.ts';
import { inWindow } from '../rows.ts';
import { isEvent, recordColumns, type Records } from './records.ts';

/** Where a log record's own attributes and its resource's keep a tag. */
export const judgeField = (field: string): string => `_judge_${field}`;

/** Scores among the log records, timed when they were written; null without a table of them. */
export function fromLogs(context: Context, fields: readonly FieldId[]): Records | null {
  const { logs } = context.source;
  if (!logs) {
    return null;
  }
  const reader = new Reader(
    {
      keys: call('mapKeys', column('LogAttributes')),
      values: call('mapValues', column('LogAttributes')),
      resource: (key) => call('arrayElement', column('ResourceAttributes'), text(key)),
    },
    context.settings,
    {
      fields: [
        ...new Set<FieldId>(['evaluationName', 'scoreValue', 'scoreLabel', 'evaluator', 'responseId', ...fields]),
      ],
      keys: ['event.name', 'event_name'],
    }
  );
  // Tables before 2025 have no EventName.
  const named = [
    ...('EventName' in logs.columns ? [isEvent(column('EventName'))] : []),
    isEvent(reader.value('event.name')),
    isEvent(reader.value('event_name')),
  ];
  const select: Select = {
    kind: 'select',
    columns: [
      ...recordColumns(
        {
          at: column('Timestamp'),
          trace: column('TraceId'),
          span: column('SpanId'),
          response: reader.text('responseId'),
        },
        {
          name: reader.text('evaluationName'),
          value: reader.number('scoreValue'),
          label: reader.text('scoreLabel'),
          evaluator: reader.text('evaluator'),
        }
      ),
      ...fields.map((field) => ({ as: rowField(field), value: firstNonEmpty(reader.ofRow(field), '') })),
      ...fields.map((field) => ({ as: judgeField(field), value: firstNonEmpty(reader.ofResource(field), '') })),
      { as: judgeField('service'), value: call('toString', column('ServiceName')) },
      ...reader.outputs(),
    ],
    from: { kind: 'table', path: logs.path },
    prewhere: inWindow(context, column('Timestamp')),
    where: combine('OR', named) ?? equal(text(''), text('')),
  };
  return { query: select, own: fields.map(rowField), judge: [...fields, 'service'].map(judgeField) };
}
