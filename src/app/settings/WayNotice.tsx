import { Alert } from '@grafana/ui';
import React from 'react';

import { messages } from './messages.ts';
import type { Settings } from './useSettings.ts';

/** Says why nothing can be saved here, and what to do with what is entered. */
export function WayNotice({ settings: { way, asked } }: { settings: Settings }) {
  if (way === 'save' || asked.value === undefined) {
    return null;
  }
  return way === 'file' ? (
    <Alert severity="info" title={messages.provisioned} bottomSpacing={0}>
      {messages.provisionedText}
    </Alert>
  ) : (
    <Alert severity="info" title={messages.mayNot} bottomSpacing={0}>
      {messages.mayNotText}
    </Alert>
  );
}
