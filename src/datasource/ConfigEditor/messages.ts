export const messages = {
  name: 'GenAI ClickHouse',
  about:
    'Reads OpenTelemetry gen_ai spans from the ClickHouse database where you already keep them. A read-only user is enough.',
  url: 'URL',
  urlPlaceholder: 'http://localhost:8123',
  urlTooltip:
    'The ClickHouse HTTP interface, such as http://localhost:8123 or https://host:8443, without user and password.',
  credentials: 'ClickHouse user',
  credentialsDescription: 'The user that runs the queries. It only needs SELECT on the tables below.',
  user: 'User',
  userTooltip: 'Leave empty for the ClickHouse user "default"',
  password: 'Password',
  passwordTooltip: 'Stored encrypted and never sent back to the browser',
  tables: 'Tables',
  tablesDescription:
    'Where the spans are stored: the tables of the OpenTelemetry Collector’s ClickHouse exporter, SigNoz, Langfuse, or your own.',
  database: 'Database',
  databaseTooltip: 'Leave empty for the user’s default database',
  databasePlaceholder: 'default',
  traces: 'Traces table',
  tracesTooltip: 'The table with the spans, as table or database.table',
  layout: 'Layout',
  layoutTooltip: 'How the spans table is structured. It is detected from the columns, except for a table of your own.',
  layoutAuto: 'Detect from columns',
  columns: 'Columns',
  columnsTooltip:
    'Mapping of fields to columns, one per line. Units are part of the names: timeMs, durationMs, timeToFirstTokenSeconds. time and requestModel are required.',
  columnsPlaceholder:
    'time: ts\nrequestModel: model\ndurationMs: latency_ms\ninputTokens: in_tok\noutputTokens: out_tok',
  none: 'none',
  gauges: 'Gauges table',
  gaugesTooltip:
    'The table with gauge metrics, some of which may be scores, such as llm.faithfulness. It does not have to exist.',
  evaluations: 'Scores table',
  evaluationsTooltip: 'A table of your own with scores of calls',
  pricesTable: 'Prices table',
  pricesTableTooltip:
    'The table that "prices sync" writes, whose prices come before the built-in ones. It does not have to exist.',
  evaluationColumns: 'Scores columns',
  evaluationColumnsTooltip:
    'Mapping of fields to columns, one per line. time and name are required; traceId and spanId, or responseId, identify the call that was scored.',
  evaluationColumnsPlaceholder: 'time: scored_at\nspanId: span_id\nname: metric\nscore: value\nlabel: verdict',
  tags: 'Tags and tokens',
  tagsDescription:
    'The attributes that identify who made a call and for whom. They are looked up on the call first, then on the other spans of its trace.',
  tagTooltip: 'Attribute names, separated by commas; the first one present is used',
  tagLabels: {
    feature: 'Feature',
    userTier: 'User tier',
    team: 'Team',
    customer: 'Customer',
    user: 'User',
    conversation: 'Conversation',
  },
  featureFrom: 'Feature of untagged calls',
  featureFromTooltip:
    'Calls of traces without a feature tag are of the feature “unknown”. The name of their workflow can stand in, if your workflows have few names: many frameworks name one for each conversation.',
  featureFromOptions: {
    tags: 'Unknown',
    workflow: 'The workflow’s name',
  },
  inputTokens: 'Input tokens',
  inputTokensTooltip:
    'Whether the reported input tokens include cached tokens. Instrumentations differ; change this only if your numbers show that they are read incorrectly.',
  inputTokensOptions: {
    auto: 'Depends on the instrumentation',
    included: 'Cached tokens are included',
    excluded: 'Cached tokens come on top',
  },
  maxWeight: 'Largest weight',
  maxWeightTooltip:
    'The most spans that one sampled span may stand for. A span that claims more counts as this many, and is reported by inspect and by Save & test.',
  traceStateWeights: 'Sampling in tracestate',
  traceStateWeightsTooltip:
    'Whether thresholds in tracestate (ot=th:) count as sampling weights. Callers of a service can send one, so count them only if tracestate from outside is dropped before it reaches your services.',
  traceStateWeightsOptions: { ignored: 'Ignored', counted: 'Counted' },
  excluded: 'Excluded environments',
  excludedTooltip: 'Environments whose calls and scores are never counted, neither on dashboards nor in alert rules',
  excludedPlaceholder: 'test, ci',
  excludedAttributes: 'Excluded attributes',
  excludedAttributesTooltip:
    'Attribute values whose calls and scores are never counted: one attribute per line, with values separated by commas. They are looked up like tags.',
  excludedAttributesPlaceholder: 'app.traffic: synthetic, load-test',
  logs: 'Logs table',
  logsTooltip: 'The table with log records, which may contain evaluation scores. It does not have to exist.',
  alerting: 'Time and alerting',
  alertingDescription: 'How alert rules choose their time window, and where days begin.',
  timezone: 'Time zone',
  timezoneTooltip:
    'The time zone of days and months, and of the hours that baselines compare, such as Europe/Berlin. Queries can name another.',
  delay: 'Window delay',
  delayTooltip:
    'Seconds by which an alert’s window lags behind the present. Spans are written when they end but counted by when they start: use the duration of your longest calls plus the collector’s delay.',
  lag: 'Evaluation lag',
  lagTooltip:
    'Seconds before the window in which the span of a score is searched for. Scores may arrive long after the call.',
  reach: 'Evaluation reach',
  reachTooltip:
    'How far before the time range to look for a scored call whose trace is known, such as for a judge that runs at night. Later scores have no feature and no model; the measure unmatched_scores counts them.',
  seconds: 'seconds',
  prices: 'Prices',
  pricesDescription:
    'Used to estimate the cost of calls that report none. Your own names and prices take precedence over the built-in price table.',
  pricesField: 'Names and prices',
  pricesFieldDescription:
    'In US dollars per million tokens; * in a name stands for any text. "aliases" map names to models in the price table: {"aliases": [{"match": "chat-prod*", "model": "gpt-4o"}], "overrides": [{"model": "our-llama", "input": 0.2, "output": 0.6, "cacheRead": 0.02, "from": "2026-01-01"}], "batchDiscount": 0.5}',
  notJson: (reason: string) => `Not saved: this is not valid JSON. ${reason}`,
  wrongPrices: (path: string, problem: string) => `Not saved: ${path ? `at ${path}, ` : ''}${problem}`,
  unknownPriceField: (path: string) => `Not saved: unknown field ${path}.`,
  content: 'Prompts and answers',
  contentDescription:
    'Who may read what users, models and tools wrote. Regardless of this setting, alert rules, anonymous visitors and public dashboards never can. Each access is logged.',
  contentReader: 'Readable by',
  contentReaderTooltip: 'The role in the organization that a user needs',
  contentNobody: 'nobody',
  contentReaders: { Viewer: 'viewers and above', Editor: 'editors and above', Admin: 'administrators' },
  contentKeys: 'Also content',
  contentKeysTooltip: 'Attributes that hold content although their names do not say so, separated by commas',
  contentExempt: 'No content',
  contentExemptTooltip:
    'Attributes that are taken for content because of their names, but do not hold it, separated by commas',
  sql: 'SQL queries',
  sqlTooltip:
    'Checked SQL names the columns that it reads, of the tables of this data source, and no attribute with content. Users who may read content send any SELECT.',
  sqlOptions: {
    checked: 'checked, unless the user may read content',
    all: 'whatever the ClickHouse user may read',
    off: 'switched off',
  },
  limits: 'Limits',
  limitsDescription:
    'Limits on the size of one result. A panel shows what fits, with a notice; an alert rule fails instead of judging partial data. Limits on what ClickHouse reads are errors of both.',
  rows: 'Rows',
  rowsTooltip: 'Maximum rows in a result',
  bytes: 'Bytes',
  bytesTooltip: 'Maximum bytes in a result',
  series: 'Series',
  seriesTooltip: 'Maximum series in a graph, and instances of an alert rule',
  runSeconds: 'Seconds of a query',
  runSecondsTooltip: "ClickHouse's max_execution_time for one query",
  readRows: 'Rows read',
  readRowsTooltip: "ClickHouse's max_rows_to_read for one query",
  readBytes: 'Bytes read',
  readBytesTooltip: "ClickHouse's max_bytes_to_read for one query",
  estimateRows: 'Rows estimated',
  estimateRowsTooltip:
    'Rows that ClickHouse may expect to read for one query. It is asked before the query runs (EXPLAIN ESTIMATE); a panel can be told to run it anyway, an alert rule cannot.',
  off: 'no limit',
  links: 'Links',
  linksDescription: 'Other data sources that know more about a trace. Links appear on trace ids and in the trace view.',
  linkTraces: { label: 'Traces', tooltip: 'A data source that holds the whole traces, such as Tempo' },
  linkLogs: {
    label: 'Logs',
    tooltip: 'A data source with the logs of the services, which the trace view looks up by trace id',
  },
  linkMetrics: {
    label: 'Metrics',
    tooltip: 'A data source with metrics of the services; its queries are set by provisioning',
  },
  serverSettings: 'ClickHouse settings',
  serverSettingsTooltip:
    'Settings of ClickHouse for all statements, one per line, such as max_threads, max_memory_usage, priority or workload. Those that the user may not set are left out.',
  sample: 'What is found',
  sampleDescription:
    'What the data source finds with the saved settings: layout, instrumentations, and the latest calls of the last day.',
  look: 'Look into the tables',
  notLooked: 'The tables could not be read',
  facts: {
    version: 'ClickHouse',
    table: 'Traces table',
    layout: 'Layout',
    logsTable: 'Logs table',
    genAiSpansLastDay: 'gen_ai spans of the last day',
    newestSpan: 'Newest span',
    dialects: 'Instrumentations',
    unclassifiedScopes: 'Unknown scopes',
    models: 'Models',
  },
  provisioning: 'Provisioning',
  provisioningDescription:
    'The same data source as a file for Grafana, and a ClickHouse user that may read its tables and nothing else.',
  provisioningFile: 'Grafana: provisioning/datasources/genai.yaml',
  accessStatements: 'ClickHouse: user and grants',
  copy: 'Copy',
};
