import { getBackendSrv, isFetchError, type BackendSrvRequest } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';

/** Calls Grafana's API; the caller shows failures. */
export async function ask<Answer>(request: BackendSrvRequest): Promise<Answer> {
  const { data } = await lastValueFrom(getBackendSrv().fetch<Answer>({ showErrorAlert: false, ...request }));
  return data;
}

/** Returns the reason of a failure, which Grafana and the backend put into `data.message`. */
export function reasonOf(reason: unknown): string {
  if (isFetchError<{ message?: string }>(reason)) {
    return reason.data?.message ?? reason.statusText ?? '';
  }
  return reason instanceof Error ? reason.message : '';
}
