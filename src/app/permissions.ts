import { config } from '@grafana/runtime';

/** What the user may do, from the permissions that Grafana gives the browser; it checks them again itself. */
export function may(action: string): boolean {
  return config.bootData.user.permissions?.[action] === true;
}
