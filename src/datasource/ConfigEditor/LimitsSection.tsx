import { ConfigSection } from '@grafana/plugin-ui';
import React from 'react';

import type { Settings } from '../types.ts';
import { MappingField } from './MappingField.tsx';
import { messages } from './messages.ts';
import { NumberField } from './NumberField.tsx';
import { given, withSettings, type Props } from './props.ts';

type Limit = keyof NonNullable<Settings['limits']>;

const fields: Array<{ limit: Limit; label: string; tooltip: string; placeholder: string }> = [
  { limit: 'rows', label: messages.rows, tooltip: messages.rowsTooltip, placeholder: '1000000' },
  { limit: 'bytes', label: messages.bytes, tooltip: messages.bytesTooltip, placeholder: String(64 * 1024 * 1024) },
  { limit: 'series', label: messages.series, tooltip: messages.seriesTooltip, placeholder: '1000' },
  { limit: 'maxExecutionTime', label: messages.runSeconds, tooltip: messages.runSecondsTooltip, placeholder: '120' },
  { limit: 'maxRowsToRead', label: messages.readRows, tooltip: messages.readRowsTooltip, placeholder: messages.off },
  { limit: 'maxBytesToRead', label: messages.readBytes, tooltip: messages.readBytesTooltip, placeholder: messages.off },
  {
    limit: 'estimateRows',
    label: messages.estimateRows,
    tooltip: messages.estimateRowsTooltip,
    placeholder: messages.off,
  },
];

const asTexts = (settings: Settings['clickhouseSettings']): Record<string, string> =>
  Object.fromEntries(Object.entries(settings ?? {}).map(([name, value]) => [name, String(value)]));

export function LimitsSection({ options, onOptionsChange }: Props) {
  const { limits = {} } = options.jsonData;
  const set = (limit: Limit, value: number | undefined) => {
    onOptionsChange(withSettings(options, { limits: given({ ...limits, [limit]: value }) }));
  };
  return (
    <ConfigSection
      title={messages.limits}
      description={messages.limitsDescription}
      isCollapsible
      isInitiallyOpen={false}
    >
      {fields.map(({ limit, ...field }) => (
        <NumberField
          key={limit}
          {...field}
          id={`limit-${limit}`}
          min={1}
          value={limits[limit]}
          disabled={options.readOnly ?? false}
          onChange={(value) => set(limit, value)}
        />
      ))}
      <MappingField
        id="clickhouse-settings"
        label={messages.serverSettings}
        tooltip={messages.serverSettingsTooltip}
        placeholder={'max_threads: 4\npriority: 5'}
        rows={3}
        value={asTexts(options.jsonData.clickhouseSettings)}
        disabled={options.readOnly ?? false}
        onChange={(chosen) => onOptionsChange(withSettings(options, { clickhouseSettings: chosen }))}
      />
    </ConfigSection>
  );
}
