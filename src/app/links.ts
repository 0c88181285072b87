import { locationUtil } from '@grafana/data';

export const appId = 'genai-observability-app';
export const dataSourceType = 'genai-clickhouse-datasource';
export const dashboardTag = 'genai-observability';

/** Builds a path inside Grafana, which may itself be served under a subpath. */
const inGrafana = (path: string) => locationUtil.assureBaseUrl(path);

export const editDataSource = (uid: string) => inGrafana(`/connections/datasources/edit/${encodeURIComponent(uid)}`);

const page = (name: string, parameters: Record<string, string> = {}): string => {
  const query = new URLSearchParams(parameters).toString();
  return inGrafana(`/a/${appId}${name === '' ? '' : `/${name}`}${query === '' ? '' : `?${query}`}`);
};

type OfSource = Partial<Record<'ds' | 'step', string>>;

export const setup = (of: OfSource = {}) => page('setup', of);
export const budgets = (of: OfSource = {}) => page('budgets', of);
export const prices = (of: OfSource = {}) => page('prices', of);

export const alertRules = () => inGrafana(`/a/${appId}/alerts`);
export const alertRule = (uid: string) => `${alertRules()}/${encodeURIComponent(uid)}`;
/** Returns Grafana's own page of the rule. */
export const inAlerting = (uid: string) => inGrafana(`/alerting/grafana/${encodeURIComponent(uid)}/view`);

interface Range {
  from: string;
  to: string;
}

export function explore(uid: string, query: object = {}, range: Range = { from: 'now-6h', to: 'now' }): string {
  const queries = [{ refId: 'A', datasource: { type: dataSourceType, uid }, ...query }];
  const pane = { datasource: uid, queries, range };
  return inGrafana(`/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ genai: pane }))}`);
}

/** Returns the URL of a dashboard with its variables. */
export const dashboard = (uid: string, variables: Record<string, string> = {}): string => {
  const values = Object.entries(variables).map(([name, value]) => `var-${name}=${encodeURIComponent(value)}`);
  return inGrafana(`/d/${encodeURIComponent(uid)}${values.length > 0 ? `?${values.join('&')}` : ''}`);
};

/** Returns the URL of one panel of a dashboard; each variable may have several values. */
export function dashboardPanel(
  uid: string,
  panelId: number,
  variables: [name: string, value: string][],
  range: Range
): string {
  const values = variables.map(([name, value]) => [`var-${name}`, value] as [string, string]);
  const query = [...values, ['from', range.from], ['to', range.to], ['viewPanel', `panel-${panelId}`]];
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&');
  return inGrafana(`/d/${encodeURIComponent(uid)}?${text}`);
}
