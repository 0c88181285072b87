import type { Layout } from '../layout.ts';
import { signozLogs } from './logs.ts';
import { signozSpans } from './spans.ts';

/** Reads SigNoz's tables: `signoz_index_v3`, or `distributed_signoz_index_v3` in a cluster. */
export const signoz: Layout = {
  id: 'signoz',
  title: 'SigNoz',
  table: 'signoz_traces.distributed_signoz_index_v3',
  hexTraceIds: true,
  required: {
    ...{ ts_bucket_start: '', timestamp: 'DateTime64', trace_id: '', span_id: '', parent_span_id: '', name: '' },
    ...{ duration_nano: '', has_error: '', resources_string: 'Map' },
    ...{ attributes_string: 'Map', attributes_number: 'Map', attributes_bool: 'Map' },
  },
  spans: ({ traces }) => signozSpans(traces),
  logs: {
    required: {
      ...{ ts_bucket_start: '', timestamp: '', trace_id: '', span_id: '', resources_string: 'Map' },
      ...{ attributes_string: 'Map', attributes_number: 'Map', attributes_bool: 'Map' },
    },
    columns: signozLogs,
  },
};
