import { call, column, equal, infix, number, text, type Expression } from '../../../sql/nodes.ts';
import type { SourceDescription } from '../../description.ts';
import { namedAttributes } from '../attributes/named.ts';
import type { Layout, SpanColumns } from '../layout.ts';
import { inMetadata, metadataNames, ofObservation, traceColumns } from './columns.ts';
import { pairsOfObservation, pairsUnder } from './pairs.ts';
import { langfuseRows } from './rows.ts';

/** Langfuse's own tables: observations, and the traces and scores that belong to them. */
export const langfuse: Layout = {
  id: 'langfuse',
  title: 'Langfuse',
  table: 'observations',
  companions: { langfuseTraces: 'traces', langfuseScores: 'scores' },
  required: {
    ...{ id: '', trace_id: '', project_id: '', type: '', start_time: 'DateTime64', end_time: '', level: '' },
    ...{ provided_model_name: '', usage_details: 'Map', total_cost: '', metadata: 'Map', is_deleted: '' },
  },
  spans,
};

function spans({ traces: { path, columns }, others }: SourceDescription): SpanColumns {
  const ofResource = (key: string): Expression =>
    call('JSONExtractString', call('arrayElement', column('metadata'), text('resourceAttributes')), text(key));
  const ofTrace = Object.fromEntries(Object.entries(traceColumns).map(([key, { as }]) => [key, column(as)]));
  return {
    rows: langfuseRows({ observations: path, traces: others['langfuseTraces']?.path ?? null }),
    time: call('toDateTime64', column('start_time'), number(9)),
    traceId: column('trace_id'),
    spanId: column('id'),
    parentId: call('ifNull', column('parent_observation_id'), text('')),
    name: column('name'),
    service: ofResource('service.name'),
    scope: text('tables.langfuse'),
    seconds: infix('/', call('dateDiff', text('millisecond'), column('start_time'), column('end_time')), number(1000)),
    failed: equal(column('level'), text('ERROR')),
    statusMessage: call('ifNull', column('status_message'), text('')),
    traceState: null,
    attributes: namedAttributes(
      {
        ...ofObservation,
        ...ofTrace,
        ...('environment' in columns ? { 'langfuse.environment': column('environment') } : {}),
      },
      inMetadata,
      metadataNames
    ),
    resource: ofResource,
    events: null,
    onlyGenAi: true,
    lacks: [],
    shown: {
      kind: null,
      scopeVersion: null,
      attributes: pairsOfObservation,
      resource: pairsUnder('resourceAttributes'),
      eventAttributes: null,
      links: null,
    },
  };
}
