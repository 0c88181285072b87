import { ConfigSection } from '@grafana/plugin-ui';
import React from 'react';

import { layouts } from '../../engine/source/layouts/index.ts';
import type { TableThere } from '../../engine/source/tablesthere.ts';
import type { Settings } from '../types.ts';
import { MappingField } from './MappingField.tsx';
import { messages } from './messages.ts';
import { withSettings, type Props } from './props.ts';
import { SelectField } from './SelectField.tsx';
import { NameField } from './NameField.tsx';
import type { Saved } from './saved.ts';

const auto = { value: 'auto', label: messages.layoutAuto };

const tables = [
  {
    setting: 'logsTable',
    role: 'logs',
    id: 'clickhouse-logs',
    label: messages.logs,
    tooltip: messages.logsTooltip,
    placeholder: 'otel_logs',
  },
  {
    setting: 'gaugesTable',
    role: 'gauges',
    id: 'clickhouse-gauges',
    label: messages.gauges,
    tooltip: messages.gaugesTooltip,
    placeholder: 'otel_metrics_gauge',
  },
  {
    setting: 'evaluationsTable',
    role: undefined,
    id: 'clickhouse-evaluations',
    label: messages.evaluations,
    tooltip: messages.evaluationsTooltip,
    placeholder: messages.none,
  },
  {
    setting: 'pricesTable',
    role: undefined,
    id: 'clickhouse-prices',
    label: messages.pricesTable,
    tooltip: messages.pricesTableTooltip,
    placeholder: 'genai_prices',
  },
] as const;

const none = () => Promise.resolve([]);

export function TablesSection({ options, onOptionsChange, saved }: Props & { saved: Saved }) {
  const { jsonData } = options;
  const disabled = options.readOnly ?? false;
  const set = (changes: { [Key in keyof Settings]?: Settings[Key] | undefined }) =>
    onOptionsChange(withSettings(options, changes));
  const offeredFor = (role: TableThere['role']) => async () => {
    const there = (await saved.tables()).filter((one) => one.role === role);
    return there.map(({ database, table, layout: title }) => {
      const value = database === jsonData.database ? table : `${database}.${table}`;
      return { value, label: value, description: title };
    });
  };
  const databases = async () =>
    [...new Set((await saved.tables()).map(({ database }) => database))].map((value) => ({ value, label: value }));
  const layout = layouts.find(({ id }) => id === jsonData.layout);
  return (
    <ConfigSection title={messages.tables} description={messages.tablesDescription} isCollapsible isInitiallyOpen>
      <NameField
        id="clickhouse-database"
        offered={databases}
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
      <NameField
        id="clickhouse-traces"
        offered={offeredFor('traces')}
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
      {tables.map(({ setting, role, ...field }) => (
        <NameField
          key={setting}
          offered={role ? offeredFor(role) : none}
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
