import { getBackendSrv, isFetchError, type BackendSrvRequest } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';

/** What Grafana's API answers; failures are the caller's to show. */
export async function ask<Answer>(request: BackendSrvRequest): Promise<Answer> {
  const { data } = await lastValueFrom(getBackendSrv().fetch<Answer>({ showErrorAlert: false, ...request }));
  return data;
}

/** Grafana and the backend say in `data.message` why they refused. */
export function reasonOf(reason: unknown): string {
  if (isFetchError<{ message?: string }>(reason)) {
    return reason.data?.message ?? reason.statusText ?? '';
  }
  return reason instanceof Error ? reason.message : '';
}
