import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { Config } from '../config/schema.ts';
import type { Lease } from '../ledger/lease.ts';
import { logTableOf, publish } from '../ledger/publish.ts';
import type { Tables } from '../ledger/tables.ts';
import type { Server } from '../server.ts';
import { Collector, signalUrl } from './collector.ts';
import { JudgeSpans } from './spans.ts';
import { spanTable } from './spantable.ts';

/** Where results go, and the spans of judges' calls. */
export interface Output {
  /** Writes results that are in the ledger and not there yet. Throws where they cannot be written: they are kept. */
  publish: (lease: Lease, evaluator: { name: string; version: string }, days: number) => Promise<void>;
  /** Undefined where no spans are wanted, or no judge is asked. */
  spans: JudgeSpans | undefined;
  /** The environment of these spans, whose calls are never judged. */
  environment: string;
  close: () => Promise<void>;
}

/**
 * Opens what the file names. Throws if a table that is to be written is none of the collector's.
 * @param told whether spans could be written
 */
export async function openOutput(
  server: Server,
  tables: Tables,
  { evaluators, output }: Config,
  told: (areWritten: boolean) => void
): Promise<Output> {
  const { to, url = '', timeoutSeconds, environment } = output;
  const hasSpans = output.spans && evaluators.some(({ kind }) => kind === 'judge');
  const timeoutMillis = timeoutSeconds * 1000;
  const exporter = !hasSpans
    ? undefined
    : to === 'otlp'
      ? new OTLPTraceExporter({ url: signalUrl(url, 'traces'), timeoutMillis })
      : await spanTable(server);
  const spans = exporter && new JudgeSpans(exporter, environment, told);
  if (to === 'otlp') {
    const collector = new Collector(url, timeoutSeconds);
    return {
      ...{ spans, environment },
      publish: (lease, evaluator, days) => collector.publish(server, tables, lease, evaluator, days),
      close: async () => {
        await spans?.close();
        await collector.close();
      },
    };
  }
  const logs = await logTableOf(server);
  return {
    ...{ spans, environment },
    publish: (lease, evaluator, days) => publish(server, tables, logs, lease, evaluator, days),
    close: async () => spans?.close(),
  };
}
