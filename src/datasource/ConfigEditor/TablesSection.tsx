import { ConfigSection } from '@grafana/plugin-ui';
import React from 'react';

import { layouts } from '../../engine/source/layouts/index.ts';
import type { Settings } from '../types.ts';
import { MappingField } from './MappingField.tsx';
import { messages } from './messages.ts';
import { withSettings, type Props } from './props.ts';
import { SelectField } from './SelectField.tsx';
import { TextField } from './TextField.tsx';

const auto = { value: 'auto', label: messages.layoutAuto };

const tables = [
  {
    setting: 'logsTable',
    id: 'clickhouse-logs',
    label: messages.logs,
    tooltip: messages.logsTooltip,
    placeholder: 'otel_logs',
  },
  {
    setting: 'gaugesTable',
    id: 'clickhouse-gauges',
    label: messages.gauges,
    tooltip: messages.gaugesTooltip,
    placeholder: 'otel_metrics_gauge',
  },
  {
    setting: 'evaluationsTable',
    id: 'clickhouse-evaluations',
    label: messages.evaluations,
    tooltip: messages.evaluationsTooltip,
    placeholder: messages.none,
  },
  {
    setting: 'pricesTable',
    id: 'clickhouse-prices',
    label: messages.pricesTable,
    tooltip: messages.pricesTableTooltip,
    placeholder: 'genai_prices',
  },
] as const;

export function TablesSection({ options, onOptionsChange }: Props) {
  const { jsonData } = options;
  const disabled = options.readOnly ?? false;
  const set = (changes: { [Key in keyof Settings]?: Settings[Key] | undefined }) =>
    onOptionsChange(withSettings(options, changes));
  const layout = layouts.find(({ id }) => id === jsonData.layout);
  return (
    <ConfigSection title={messages.tables} description={messages.tablesDescription} isCollapsible isInitiallyOpen>
      <TextField
        id="clickhouse-database"
        label={messages.database}
        tooltip={messages.databaseTooltip}
        placeholder={messages.databasePlaceholder}
        value={jsonData.database}
        disabled={disabled}
        onChange={(database) => set({ database })}
      />
      <SelectField
        id="clickhouse-layout"
        label={messages.layout}
        tooltip={messages.layoutTooltip}
        options={[auto, ...layouts.map(({ id, title }) => ({ value: id, label: title }))]}
        otherwise="auto"
        value={jsonData.layout}
        disabled={disabled}
        onChange={(id) => set({ layout: id })}
      />
      <TextField
        id="clickhouse-traces"
        label={messages.traces}
        tooltip={messages.tracesTooltip}
        placeholder={layout?.table ?? 'otel_traces'}
        value={jsonData.tracesTable}
        disabled={disabled}
        onChange={(tracesTable) => set({ tracesTable })}
      />
      {layout?.required === null && (
        <MappingField
          id="clickhouse-columns"
          label={messages.columns}
          tooltip={messages.columnsTooltip}
          placeholder={messages.columnsPlaceholder}
          value={jsonData.columns}
          disabled={disabled}
          onChange={(columns) => set({ columns })}
        />
      )}
      {tables.map(({ setting, ...field }) => (
        <TextField
          key={setting}
          {...field}
          value={jsonData[setting]}
          disabled={disabled}
          onChange={(name) => set({ [setting]: name })}
        />
      ))}
      {jsonData.evaluationsTable && (
        <MappingField
          id="clickhouse-evaluation-columns"
          label={messages.evaluationColumns}
          tooltip={messages.evaluationColumnsTooltip}
          placeholder={messages.evaluationColumnsPlaceholder}
          value={jsonData.evaluationColumns}
          disabled={disabled}
          onChange={(evaluationColumns) => set({ evaluationColumns })}
        />
      )}
    </ConfigSection>
  );
}
