import { ConfigSection } from '@grafana/plugin-ui';
import React from 'react';

import { messages } from './messages.ts';
import { NumberField } from './NumberField.tsx';
import { withSettings, type Props } from './props.ts';
import { TextField } from './TextField.tsx';

export function AlertingSection({ options, onOptionsChange }: Props) {
  const { delaySeconds, evaluationLagSeconds, evaluationReachSeconds, timezone } = options.jsonData;
  const disabled = options.readOnly ?? false;
  return (
    <ConfigSection
      title={messages.alerting}
      description={messages.alertingDescription}
      isCollapsible
      isInitiallyOpen={false}
    >
      <NumberField
        id="alert-delay"
        label={messages.delay}
        tooltip={messages.delayTooltip}
        placeholder="120"
        suffix={messages.seconds}
        min={0}
        value={delaySeconds}
        disabled={disabled}
        onChange={(seconds) => onOptionsChange(withSettings(options, { delaySeconds: seconds }))}
      />
      <NumberField
        id="evaluation-lag"
        label={messages.lag}
        tooltip={messages.lagTooltip}
        placeholder="3600"
        suffix={messages.seconds}
        min={0}
        value={evaluationLagSeconds}
        disabled={disabled}
        onChange={(seconds) => onOptionsChange(withSettings(options, { evaluationLagSeconds: seconds }))}
      />
      <NumberField
        id="evaluation-reach"
        label={messages.reach}
        tooltip={messages.reachTooltip}
        placeholder="86400"
        suffix={messages.seconds}
        min={0}
        value={evaluationReachSeconds}
        disabled={disabled}
        onChange={(seconds) => onOptionsChange(withSettings(options, { evaluationReachSeconds: seconds }))}
      />
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
