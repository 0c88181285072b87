import { call, column, infix, text } from '../../../sql/nodes.ts';
import type { TableDescription } from '../../description.ts';
import type { Bounds, LogColumns } from '../layout.ts';
import { between, rowsOf } from '../rows.ts';
import { attributes, inBuckets, pairsOfAttributes } from './spans.ts';

/** Reads log records of `logs_v2`, whose time is a number of nanoseconds. */
export function signozLogs(table: TableDescription): LogColumns {
  const { columns } = table;
  const time = call('fromUnixTimestamp64Nano', call('toInt64', column('timestamp')));
  const nanoseconds = ({ from, to }: Bounds): Bounds => ({
    from: call('toUnixTimestamp64Nano', from),
    to: call('toUnixTimestamp64Nano', to),
  });
  return {
    rows: rowsOf(table, (bounds) => infix('AND', inBuckets(bounds), between(column('timestamp'))(nanoseconds(bounds)))),
    time,
    traceId: column('trace_id'),
    spanId: column('span_id'),
    service: call('arrayElement', column('resources_string'), text('service.name')),
    body: 'body' in columns ? column('body') : null,
    eventName: null,
    attributes,
    resource: (key) => call('arrayElement', column('resources_string'), text(key)),
    severity: 'severity_text' in columns ? column('severity_text') : null,
    pairs: pairsOfAttributes,
  };
}
