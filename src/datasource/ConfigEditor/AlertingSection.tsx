import { ConfigSection } from '@grafana/plugin-ui';
import React from 'react';

import { messages } from './messages.ts';
import { NumberField } from './NumberField.tsx';
import { withSettings, type Props } from './props.ts';
import { TextField } from './TextField.tsx';

type Seconds = 'delaySeconds' | 'evaluationLagSeconds' | 'evaluationReachSeconds';

const fields: Array<{ id: string; setting: Seconds; label: string; tooltip: string; placeholder: string }> = [
  {
    id: 'alert-delay',
    setting: 'delaySeconds',
    label: messages.delay,
    tooltip: messages.delayTooltip,
    placeholder: '120',
  },
  {
    id: 'evaluation-lag',
    setting: 'evaluationLagSeconds',
    label: messages.lag,
    tooltip: messages.lagTooltip,
    placeholder: '3600',
  },
  {
    id: 'evaluation-reach',
    setting: 'evaluationReachSeconds',
    label: messages.reach,
    tooltip: messages.reachTooltip,
    placeholder: '86400',
  },
];

export function AlertingSection({ options, onOptionsChange }: Props) {
  const { timezone } = options.jsonData;
  const disabled = options.readOnly ?? false;
  return (
    <ConfigSection
      title={messages.alerting}
      description={messages.alertingDescription}
      isCollapsible
      isInitiallyOpen={false}
    >
      {fields.map(({ id, setting, label, tooltip, placeholder }) => (
        <NumberField
          key={id}
          id={id}
          label={label}
          tooltip={tooltip}
          placeholder={placeholder}
          suffix={messages.seconds}
          min={0}
          value={options.jsonData[setting]}
          disabled={disabled}
          onChange={(seconds) => onOptionsChange(withSettings(options, { [setting]: seconds }))}
        />
      ))}
      <TextField
        id="timezone"
        label={messages.timezone}
        tooltip={messages.timezoneTooltip}
        placeholder="UTC"
        value={timezone}
        disabled={disabled}
        onChange={(zone) => onOptionsChange(withSettings(options, { timezone: zone }))}
      />
    </ConfigSection>
  );
}
