import { appId, datasourceId } from './names.ts';

/** The configuration of every demo Grafana: no login, no outgoing connections. */
export const environment: Record<string, string> = {
  GF_AUTH_ANONYMOUS_ENABLED: 'true',
  GF_AUTH_ANONYMOUS_ORG_ROLE: 'Admin',
  GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: `${appId},${datasourceId}`,
  GF_PLUGINS_PREINSTALL_DISABLED: 'true',
  GF_ANALYTICS_REPORTING_ENABLED: 'false',
  GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
  GF_NEWS_NEWS_FEED_ENABLED: 'false',
  // This enables Grafana's own backtesting of rules, to compare ours with.
  GF_FEATURE_TOGGLES_ENABLE: 'alertingBacktesting',
  GF_LOG_LEVEL: 'warn',
};

export const listening = (port: number): Record<string, string> => ({
  GF_SERVER_HTTP_ADDR: '127.0.0.1',
  GF_SERVER_HTTP_PORT: String(port),
});
