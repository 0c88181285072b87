import { setTimeout as sleep } from 'node:timers/promises';

import type { Chunk, LogRow, SpanRow } from '../data/rows.ts';
import { logsRequest, tracesRequest } from './convert.ts';

export interface Target {
  /** The URL of the collector's OTLP/HTTP receiver, such as http://localhost:4318. */
  endpoint: string;
  signal?: AbortSignal;
  /** Called for a failed request, which is sent again. */
  onError?: (error: unknown) => void;
}

/** The number of records per request, which stays well under the receiver's limit of 20 MiB. */
const batchRows = 2000;
const retryMs = 2000;

export async function send({ spans, logs }: Chunk, target: Target): Promise<void> {
  for (const batch of batches<SpanRow>(spans)) {
    await post('v1/traces', tracesRequest(batch), target);
  }
  for (const batch of batches<LogRow>(logs)) {
    await post('v1/logs', logsRequest(batch), target);
  }
}

/** Sends a request until the collector accepts it: it may still be starting, or throttling its senders. */
async function post(path: string, body: unknown, { endpoint, signal, onError }: Target): Promise<void> {
  const aborting = signal ? { signal } : {};
  while (!signal?.aborted) {
    try {
      const response = await fetch(`${endpoint.replace(/\/+$/, '')}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        ...aborting,
      });
      const answer = await response.text();
      if (response.ok) {
        return;
      }
      if (!retryable(response.status)) {
        throw new RefusedError(`The collector refused ${path} with HTTP ${response.status}: ${answer.slice(0, 500)}`);
      }
      onError?.(new Error(`The collector responded to ${path} with HTTP ${response.status}`));
    } catch (error) {
      if (error instanceof RefusedError) {
        throw error;
      }
      if (!signal?.aborted) {
        onError?.(error);
      }
    }
    await sleep(retryMs, undefined, aborting).catch(() => {});
  }
}

class RefusedError extends Error {}

/** Whether the OTLP specification allows a client to retry after a status. */
const retryable = (status: number): boolean => [429, 502, 503, 504].includes(status);

function* batches<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += batchRows) {
    yield rows.slice(at, at + batchRows);
  }
}
