import { getBackendSrv, type BackendSrvRequest } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';

/** Calls Grafana's API; the caller shows what came of it. */
export async function ask<Answer>(request: BackendSrvRequest): Promise<Answer> {
  const { data } = await lastValueFrom(
    getBackendSrv().fetch<Answer>({ showErrorAlert: false, showSuccessAlert: false, ...request })
  );
  return data;
}
