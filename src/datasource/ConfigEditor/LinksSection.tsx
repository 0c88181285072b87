import type { DataSourceInstanceSettings } from '@grafana/data';
import { ConfigSection } from '@grafana/plugin-ui';
import { DataSourcePicker } from '@grafana/runtime';
import { InlineField } from '@grafana/ui';
import React from 'react';

import { traceSources, type TraceLink } from '../../engine/settings/links.ts';
import { messages } from './messages.ts';
import { withSettings, type Props } from './props.ts';

/** How far around a span Grafana looks for what belongs to it. */
const around = { spanStartTimeShift: '-5m', spanEndTimeShift: '5m' };

/** Chooses the data sources to which traces lead, in the settings that Grafana's trace view reads. */
export function LinksSection({ options, onOptionsChange }: Props) {
  const { traceLink, tracesToLogsV2, tracesToMetrics } = options.jsonData;
  const fields = [
    {
      id: 'link-traces',
      text: messages.linkTraces,
      pick: { type: [...traceSources] },
      uid: traceLink?.datasourceUid,
      set: (to: DataSourceInstanceSettings | undefined) => ({
        traceLink: to && ({ datasourceUid: to.uid, type: to.type } as TraceLink),
      }),
    },
    {
      id: 'link-logs',
      text: messages.linkLogs,
      pick: { logs: true },
      uid: tracesToLogsV2?.datasourceUid,
      set: (to: DataSourceInstanceSettings | undefined) => ({
        tracesToLogsV2: to && { ...around, filterByTraceID: true, ...tracesToLogsV2, datasourceUid: to.uid },
      }),
    },
    {
      id: 'link-metrics',
      text: messages.linkMetrics,
      pick: { type: ['prometheus', 'victoriametrics-metrics-datasource'] },
      uid: tracesToMetrics?.datasourceUid,
      set: (to: DataSourceInstanceSettings | undefined) => ({
        tracesToMetrics: to && { ...around, queries: [], ...tracesToMetrics, datasourceUid: to.uid },
      }),
    },
  ];
  return (
    <ConfigSection title={messages.links} description={messages.linksDescription} isCollapsible isInitiallyOpen={false}>
      {fields.map(({ id, text, pick, uid, set }) => (
        <InlineField key={id} label={text.label} labelWidth={24} tooltip={text.tooltip} htmlFor={id}>
          <DataSourcePicker
            {...pick}
            inputId={id}
            noDefault
            width={40}
            current={uid ?? null}
            disabled={options.readOnly ?? false}
            placeholder={messages.none}
            onChange={(to) => onOptionsChange(withSettings(options, set(to)))}
            onClear={() => onOptionsChange(withSettings(options, set(undefined)))}
          />
        </InlineField>
      ))}
    </ConfigSection>
  );
}
