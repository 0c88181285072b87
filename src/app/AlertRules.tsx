import { LinkButton } from '@grafana/ui';
import React from 'react';

import { alertRules } from './links.ts';
import { messages } from './messages.ts';
import { may } from './permissions.ts';
import { Section } from './Section.tsx';

export function AlertRules() {
  if (!may('alert.rules:read')) {
    return null;
  }
  return (
    <Section title={messages.alertRules}>
      <p>{messages.alertRulesText}</p>
      <div>
        <LinkButton variant="secondary" icon="bell" href={alertRules()}>
          {messages.openAlertRules}
        </LinkButton>
      </div>
    </Section>
  );
}
