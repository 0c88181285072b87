import { call, column, infix, number, type Expression } from '../../../sql/nodes.ts';
import type { TableDescription } from '../../description.ts';
import type { Bounds, GaugeColumns, LogColumns } from '../layout.ts';
import { between, rowsOf } from '../rows.ts';
import type { Kept } from './kept.ts';

export const commonLogColumns = { Timestamp: '', TraceId: '', SpanId: '', ServiceName: '' };
export const commonGaugeColumns = { TimeUnix: '', MetricName: '', Value: '' };

/**
 * Whether a record was written in a time. Tables of collectors before 2025 are partitioned and sorted by TimestampTime, the same
 * in whole seconds: a condition on Timestamp alone read all of them.
 */
export const writtenIn =
  ({ columns }: Pick<TableDescription, 'columns'>) =>
  (bounds: Bounds): Expression => {
    const within = between(column('Timestamp'))(bounds);
    const { from, to } = bounds;
    return columns['TimestampTime'] === 'DateTime'
      ? infix(
          'AND',
          within,
          between(column('TimestampTime'))({ from: infix('-', from, call('toIntervalSecond', number(1))), to })
        )
      : within;
  };

export function otelLogs(table: TableDescription, kept: Kept): LogColumns {
  const { columns } = table;
  return {
    rows: rowsOf(table, writtenIn(table)),
    time: column('Timestamp'),
    traceId: column('TraceId'),
    spanId: column('SpanId'),
    service: column('ServiceName'),
    body: 'Body' in columns ? column('Body') : null,
    // Tables from before 2025 have no EventName.
    eventName: 'EventName' in columns ? column('EventName') : null,
    attributes: kept.attributes('LogAttributes', columns),
    resource: kept.attributes('ResourceAttributes', columns).value,
    severity: 'SeverityText' in columns ? column('SeverityText') : null,
    pairs: kept.all(column('LogAttributes')),
  };
}

export function otelGauges(table: TableDescription, kept: Kept): GaugeColumns {
  const time = call('toDateTime64', column('TimeUnix'), number(9));
  return {
    rows: rowsOf(table, between(time)),
    time,
    name: call('toString', column('MetricName')),
    value: column('Value'),
    attributes: kept.attributes('Attributes', table.columns),
  };
}
