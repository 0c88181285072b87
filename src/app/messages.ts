export const messages = {
  subtitle:
    'Cost, latency, errors and quality of LLM features, from the OpenTelemetry gen_ai spans in your ClickHouse.',
  dataSources: 'Data sources',
  loading: 'Loading',
  noDataSource: 'No GenAI ClickHouse data source yet',
  steps: [
    'Configure the OpenTelemetry Collector to write traces to ClickHouse with its ClickHouse exporter. Its tables need no changes.',
    'Add a GenAI ClickHouse data source with the URL of ClickHouse’s HTTP interface, a read-only user and the database.',
    'Click "Save & test" to see the server version and the number of gen_ai spans from the last day.',
    'Open a dashboard below, and tune the alert rules to your traffic.',
  ],
  askAdministrator: 'Ask a Grafana administrator to add one.',
  addDataSource: 'Add data source',
  check: 'Check',
  checkLabel: (name: string) => `Check ${name}`,
  settings: 'Settings',
  explore: 'Explore',
  version: 'ClickHouse',
  table: 'Table',
  spans: 'gen_ai spans, last 24 h',
  closedHours: 'Closed hours',
  hours: ({
    closedHours,
    hoursByMinute,
    lagMinutes,
  }: {
    closedHours: number;
    hoursByMinute: number;
    lagMinutes: number;
  }) =>
    `${closedHours.toLocaleString()}, of which ${hoursByMinute.toLocaleString()} are added up by minute; the last ended ${
      lagMinutes < 120 ? `${lagMinutes} minutes` : `${Math.round(lagMinutes / 60)} hours`
    } ago`,
  healthy: 'Working',
  failed: 'Not working',
  unreachable: 'Grafana could not run the check.',
  dashboards: 'Dashboards',
  noDashboards:
    'Grafana imports the bundled dashboards when the plugin is enabled, but none was found that you have permission to view.',
  dashboardsFailed: 'The dashboards could not be listed.',
  alertRules: 'Alert rules',
  alertRulesText:
    'The rules on cost, latency, errors and scores are ordinary Grafana alert rules. Try their thresholds on your own traffic before you create or change them.',
  openAlertRules: 'Show alert rules',
};
