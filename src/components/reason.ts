import { isFetchError } from '@grafana/runtime';

/** Returns the reason of a failure, which Grafana and the backend put into `data.message`. */
export function reasonOf(reason: unknown): string {
  if (isFetchError<{ message?: string }>(reason)) {
    return reason.data?.message ?? reason.statusText ?? '';
  }
  return reason instanceof Error ? reason.message : '';
}
