import type { Query } from '../../../src/engine/query/model.ts';
import type { AskedRange, CallAnswer, HealthAnswer, QueryAnswer, StoredSettings } from '../../plugin/messages.ts';
import type { Plugin } from '../../plugin/start.ts';

/** A panel's resolution. */
export interface Fineness {
  intervalMs: number;
  maxDataPoints: number;
}

/** The data source, as panels and rules see it. */
export interface Backend {
  /** Returns answers by refId. */
  query(
    targets: (Query & { refId: string })[],
    range: AskedRange,
    fineness?: Fineness
  ): Promise<Record<string, QueryAnswer>>;
  resource(path: string, body: unknown): Promise<CallAnswer>;
  health(): Promise<HealthAnswer>;
}

export const backendOf = (plugin: Plugin, settings: StoredSettings): Backend => ({
  query: (targets, range, fineness = undefined) =>
    plugin.queryData(
      settings,
      targets.map(({ refId, ...model }) => ({ refId, model, ...fineness })),
      range
    ),
  resource: (path, body) => plugin.callResource(settings, path, body),
  health: () => plugin.checkHealth(settings),
});
