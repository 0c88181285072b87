/** Names that the launcher, the provisioning and the checks share. */
export const appId = 'genai-observability-app';
export const datasourceId = 'genai-clickhouse-datasource';
export const datasourceUid = 'genai-clickhouse';

/** The Grafana version to download if none is found. */
export const grafanaVersion = '12.2.0';

export const demoUser = { user: 'genai', password: 'genai', database: 'otel' };
