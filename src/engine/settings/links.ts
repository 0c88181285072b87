import * as z from 'zod/mini';

/** Types of data sources that hold whole traces, as Grafana names their plugins. */
export const traceSources = ['tempo', 'jaeger', 'zipkin', 'grafana-clickhouse-datasource'] as const;

const uid = z.string().check(z.minLength(1), z.maxLength(100));

/** Another data source with the same traces, to which trace ids lead as well. */
export const traceLink = z.optional(z.strictObject({ datasourceUid: uid, type: z.enum(traceSources) }));

export type TraceLink = z.infer<typeof traceLink>;
