import { locationUtil } from '@grafana/data';

export const dataSourceType = 'genai-clickhouse-datasource';
export const dashboardTag = 'genai-observability';

/** Paths inside Grafana, which may itself be served under a path. */
const inGrafana = (path: string) => locationUtil.assureBaseUrl(path);

export const addDataSource = () => inGrafana(`/connections/datasources/${dataSourceType}`);
export const editDataSource = (uid: string) => inGrafana(`/connections/datasources/edit/${encodeURIComponent(uid)}`);
export const alertRules = () =>
  inGrafana(`/alerting/list?search=${encodeURIComponent('namespace:"GenAI Observability"')}`);

export function explore(uid: string): string {
  const pane = {
    datasource: uid,
    queries: [{ refId: 'A', datasource: { type: dataSourceType, uid } }],
    range: { from: 'now-6h', to: 'now' },
  };
  return inGrafana(`/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ genai: pane }))}`);
}
