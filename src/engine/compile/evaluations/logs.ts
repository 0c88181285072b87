import type { FieldId } from '../../catalogue/fields.ts';
import { logColumns } from '../../source/layouts/index.ts';
import { eventNameKeys } from '../../source/layouts/eventname.ts';
import { withConditions } from '../../source/layouts/rows.ts';
import type { Bounds, LogColumns } from '../../source/layouts/layout.ts';
import { call, column, equal, from, text, type Expression, type Select } from '../../sql/nodes.ts';
import { rowField } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { oncePerCensus, type KeysParameter } from '../context/oncepercensus.ts';
import { any, firstNonEmpty, isNothing } from '../../sql/missing.ts';
import { Reader } from '../../canonical/reader.ts';
import { scoreTimes } from '../context/times.ts';
import { isEvent, recordColumns, resultIdKey, type Records } from './records.ts';

/** Names the column with a tag that the log record's resource has. */
export const judgeField = (field: string): string => `_judge_${field}`;

const resultIdColumn = '_result';

/** Reads scores from log records, at the time they were written; null if there is no such table. */
export function fromLogs(context: Context, fields: readonly FieldId[]): Records | null {
  const logs = logColumns(context.source);
  if (!logs) {
    return null;
  }
  const times = scoreTimes(context);
  return {
    query: oncePerCensus(context, `logs ${JSON.stringify([fields, times])}`, (listed) =>
      written(context, logs, fields, times, listed)
    ),
    own: fields.map(rowField),
    judge: [...fields, 'service'].map(judgeField),
  };
}

function written(
  { settings, census }: Context,
  logs: LogColumns,
  fields: readonly FieldId[],
  times: readonly Bounds[],
  listed: KeysParameter
): Select {
  const mayRepeat = census?.scoreKeys?.includes(resultIdKey) ?? true;
  const reader = new Reader({ ...logs.attributes, resource: logs.resource }, settings, {
    fields: [
      ...new Set<FieldId>([
        'evaluationName',
        'scoreValue',
        'scoreLabel',
        'evaluator',
        'evaluatorVersion',
        'errorType',
        'responseId',
        ...fields,
      ]),
    ],
    keys: mayRepeat ? [...eventNameKeys, resultIdKey] : eventNameKeys,
    present: census?.scoreKeys ?? null,
    listed,
  });
  const scored = isScore(logs, (key) => reader.value(key));
  const records: Select = {
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
          error: reader.text('errorType'),
        }
      ),
      ...fields.map((field) => ({ as: rowField(field), value: firstNonEmpty(reader.ofRow(field), '') })),
      ...fields.map((field) => ({ as: judgeField(field), value: firstNonEmpty(reader.ofResource(field), '') })),
      { as: judgeField('service'), value: call('toString', logs.service) },
      ...(mayRepeat ? [{ as: resultIdColumn, value: reader.value(resultIdKey) }] : []),
      ...reader.outputs(),
    ],
    layers: true,
    ...withConditions(logs.rows(times), [scored]),
  };
  return mayRepeat ? oncePerResult(records) : records;
}

/** Keeps one record of each result: whoever sends to a collector sends again what it did not confirm. Records without an id are kept. */
function oncePerResult(records: Select): Select {
  const id = column(resultIdColumn);
  return {
    kind: 'select',
    columns: [{ as: '*', value: column('*') }],
    from: from(records),
    onePer: call('if', equal(id, text('')), call('toString', call('generateUUIDv4')), id),
  };
}

/** Whether a log record is a score. */
export function isScore({ eventName }: LogColumns, valueOf: (key: string) => Expression): Expression {
  const names = eventNameKeys.map(valueOf).filter((name) => !isNothing(name));
  return any([...(eventName ? [eventName] : []), ...names].map(isEvent));
}
