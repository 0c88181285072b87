import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { PeriodicExportingMetricReader, type MetricReader } from '@opentelemetry/sdk-metrics';
import type { Config, Evaluator } from '../config/schema.ts';
import { signalUrl } from '../output/collector.ts';
import type { Event } from '../run/work.ts';
import { listen, type Address } from './listen.ts';
import { Metrics } from './metrics.ts';
import { Watch } from './state.ts';

/** Follows what evaluators do, and tells whoever asks. */
export interface Watching {
  see: (evaluator: Evaluator, event: Event) => void;
  seeSpans: (areWritten: boolean) => void;
  areSpansWritten: () => boolean;
  /** Where it listens. */
  address: Address | undefined;
  close: () => Promise<void>;
}

/** Begins to follow evaluators; listens if an address is given, and sends metrics to the collector if the file asks for gauges. */
export async function startWatching(
  config: Config,
  address: Address | undefined,
  clock: () => number = Date.now
): Promise<Watching> {
  const { to, url = '', gauges, timeoutSeconds } = config.output;
  const watch = new Watch(config.evaluators, clock());
  const prometheus = address && new PrometheusExporter({ preventServerStart: true });
  const collector =
    to === 'otlp' && gauges
      ? new PeriodicExportingMetricReader({
          exporter: new OTLPMetricExporter({ url: signalUrl(url, 'metrics') }),
          exportTimeoutMillis: timeoutSeconds * 1000,
        })
      : undefined;
  const readers = [prometheus, collector].filter((one): one is MetricReader & NonNullable<typeof one> => !!one);
  const metrics = new Metrics(watch, config, readers, clock);
  const listening = address && prometheus && (await listen(address, watch, prometheus, clock));
  return {
    see: (evaluator, event) => {
      watch.see(evaluator, event, clock());
      metrics.see(evaluator, event);
    },
    seeSpans: (areWritten) => watch.seeSpans(areWritten),
    areSpansWritten: () => watch.areSpansWritten,
    address: listening?.address,
    close: async () => {
      await listening?.close();
      await metrics.close();
    },
  };
}
