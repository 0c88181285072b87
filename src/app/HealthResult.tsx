import { Alert } from '@grafana/ui';
import React from 'react';

import type { Health } from './api.ts';
import { messages } from './messages.ts';

interface Props {
  health: Health;
}

export function HealthResult({ health }: Props) {
  const facts = [
    [messages.version, health.version],
    [messages.table, health.table],
    [messages.spans, health.spans?.toLocaleString()],
    [messages.closedHours, health.tiers && messages.hours(health.tiers)],
  ].filter(([, value]) => value !== undefined);
  return (
    <Alert
      severity={health.ok ? 'success' : 'error'}
      title={health.ok ? messages.healthy : messages.failed}
      topSpacing={1}
      bottomSpacing={0}
    >
      <div>{health.message}</div>
      {facts.map(([label, value]) => (
        <div key={label}>
          {label}: {value}
        </div>
      ))}
    </Alert>
  );
}
