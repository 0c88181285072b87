/** Names that the launcher, the provisioning and the checks share. */
export const appId = 'genai-observability-app';
export const datasourceId = 'genai-clickhouse-datasource';
export const datasourceUid = 'genai-clickhouse';

/** Grafana that is fetched when none is there. */
export const grafanaVersion = '12.2.0';

export const demoUser = { user: 'genai', password: 'genai', database: 'otel' };
