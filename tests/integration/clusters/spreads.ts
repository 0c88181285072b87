import { createStatements } from '../../../src/engine/tiers/ddl.ts';
import type { Writer } from '../layouts/writer.ts';
import { langfuse } from '../layouts/writers/langfuse.ts';
import { otelJson } from '../layouts/writers/otel-json.ts';
import { otelMap } from '../layouts/writers/otel-map.ts';
import { signoz } from '../layouts/writers/signoz.ts';
import { tableOf, type Spread } from './cluster.ts';

/** How rows get to their shards. */
export type Sharding = 'at random' | 'by trace id';

/** Tables of a layout that are spread in one way. */
export interface Spreading extends Omit<Spread, 'rows'> {
  writer: Writer;
  sharding: Sharding;
}

/**
 * Columns that are hashed. At random, a span is on another shard than its trace and than its scores. All versions of a row
 * that is replaced must be on one shard, hence the ids of Langfuse.
 */
const keys: Readonly<Record<string, Record<Sharding, string>>> = {
  otel_traces: { 'at random': 'SpanId', 'by trace id': 'TraceId' },
  otel_logs: { 'at random': 'Timestamp, SpanId', 'by trace id': 'TraceId' },
  signoz_index_v3: { 'at random': 'span_id', 'by trace id': 'trace_id' },
  logs_v2: { 'at random': 'timestamp, span_id', 'by trace id': 'trace_id' },
  observations: { 'at random': 'id', 'by trace id': 'trace_id' },
  traces: { 'at random': 'id', 'by trace id': 'id' },
  scores: { 'at random': 'id', 'by trace id': "ifNull(trace_id, '')" },
  genai_calls: { 'at random': 'SpanId', 'by trace id': 'TraceId' },
  genai_minutes: { 'at random': 'Timestamp', 'by trace id': 'Timestamp' },
  genai_hours: { 'at random': 'Hour, Run', 'by trace id': 'Hour, Run' },
  genai_census: { 'at random': 'Day, Statement', 'by trace id': 'Day, Statement' },
};

export const writers: readonly Writer[] = [otelMap, otelJson, signoz, langfuse];

const tiers = { calls: ['genai_calls'], minutes: ['genai_minutes'], hours: ['genai_hours'], census: ['genai_census'] };

const spreading =
  (sharding: Sharding) =>
  (writer: Writer): Spreading => {
    const ddl = [...writer.ddl, ...createStatements(tiers)];
    return {
      database: `${writer.id}_${sharding}`.replace(/\W/g, '_'),
      writer,
      sharding,
      ddl,
      keys: Object.fromEntries(ddl.map(tableOf).map((table) => [table, keys[table]?.[sharding] ?? ''])),
    };
  };

export const spreadings: readonly Spreading[] = [
  ...writers.map(spreading('at random')),
  ...[otelMap, langfuse].map(spreading('by trace id')),
];
