import { config } from '@grafana/runtime';

/** Whether the user has a permission, by what Grafana tells the browser; the server checks it again. */
export function may(action: string): boolean {
  return config.bootData.user.permissions?.[action] === true;
}
