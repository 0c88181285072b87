import { call, column, infix, number, text, type Expression } from '../../../sql/nodes.ts';
import type { TableDescription } from '../../description.ts';
import { jsonText } from '../attributes/json.ts';
import { asIs, asText, pairsOfMap, pairsOfMaps, typedMaps } from '../attributes/maps.ts';
import type { Bounds, SpanColumns } from '../layout.ts';
import { between, rowsOf } from '../rows.ts';
import { linksIn, signozEventPairs, signozEvents } from './events.ts';

/** The length of the buckets that the table is sorted by first. */
const bucketSeconds = 1800;

const maps = [
  { map: column('attributes_string'), asText: asIs },
  { map: column('attributes_number'), asText },
  { map: column('attributes_bool'), asText },
];
export const attributes = typedMaps(maps);
export const pairsOfAttributes = pairsOfMaps(maps);

/** Selects the buckets that contain rows of the time range. */
export function inBuckets({ from, to }: Bounds): Expression {
  const bucket = column('ts_bucket_start');
  const seconds = (instant: Expression) => call('toInt64', call('toUnixTimestamp', instant));
  return infix(
    'AND',
    infix('>=', bucket, infix('-', seconds(from), number(bucketSeconds))),
    infix('<=', bucket, seconds(to))
  );
}

export function signozSpans(table: TableDescription): SpanColumns {
  const { columns } = table;
  const time = column('timestamp');
  const resource = (key: string): Expression => call('arrayElement', column('resources_string'), text(key));
  return {
    rows: rowsOf(table, (bounds) => infix('AND', inBuckets(bounds), between(time)(bounds))),
    time,
    traceId: call('toString', column('trace_id')),
    spanId: column('span_id'),
    parentId: column('parent_span_id'),
    name: column('name'),
    service: resource('service.name'),
    scope:
      'scope' in columns
        ? jsonText(column('scope', 'name'))
        : 'scope_name' in columns
          ? column('scope_name')
          : attributes.value('otel.scope.name'),
    seconds: infix('/', column('duration_nano'), number(1e9)),
    failed: column('has_error'),
    statusMessage: 'status_message' in columns ? column('status_message') : null,
    traceState: 'trace_state' in columns ? column('trace_state') : null,
    attributes,
    resource,
    events: 'events' in columns ? signozEvents : null,
    lacks: [],
    shown: {
      kind: 'kind_string' in columns ? column('kind_string') : null,
      scopeVersion: 'scope_version' in columns ? column('scope_version') : null,
      attributes: pairsOfAttributes,
      resource: pairsOfMap(column('resources_string')),
      eventAttributes: 'events' in columns ? signozEventPairs : null,
      links: 'links' in columns ? linksIn(column('links')) : null,
    },
  };
}
