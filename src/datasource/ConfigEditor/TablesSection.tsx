import { ConfigSection } from '@grafana/plugin-ui';
import React from 'react';

import { messages } from './messages.ts';
import { withSettings, type Props } from './props.ts';
import { TextField } from './TextField.tsx';

export function TablesSection({ options, onOptionsChange }: Props) {
  const { jsonData } = options;
  const disabled = options.readOnly ?? false;
  return (
    <ConfigSection title={messages.tables} description={messages.tablesDescription} isCollapsible isInitiallyOpen>
      <TextField
        id="clickhouse-database"
        label={messages.database}
        tooltip={messages.databaseTooltip}
        placeholder={messages.databasePlaceholder}
        value={jsonData.database}
        disabled={disabled}
        onChange={(database) => onOptionsChange(withSettings(options, { database }))}
      />
      <TextField
        id="clickhouse-traces"
        label={messages.traces}
        tooltip={messages.tracesTooltip}
        placeholder="otel_traces"
        value={jsonData.tracesTable}
        disabled={disabled}
        onChange={(tracesTable) => onOptionsChange(withSettings(options, { tracesTable }))}
      />
      <TextField
        id="clickhouse-logs"
        label={messages.logs}
        tooltip={messages.logsTooltip}
        placeholder="otel_logs"
        value={jsonData.logsTable}
        disabled={disabled}
        onChange={(logsTable) => onOptionsChange(withSettings(options, { logsTable }))}
      />
    </ConfigSection>
  );
}
