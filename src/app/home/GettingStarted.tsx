import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { EmptyState, LinkButton, useStyles2 } from '@grafana/ui';
import React from 'react';

import { setup } from '../links.ts';
import { messages } from './messages.ts';
import { may } from '../permissions.ts';

export function GettingStarted() {
  const styles = useStyles2(getStyles);
  const mayAdd = may('datasources:create');
  return (
    <EmptyState
      variant="call-to-action"
      message={messages.noDataSource}
      button={
        mayAdd ? (
          <LinkButton icon="plus" size="lg" href={setup()}>
            {messages.startSetup}
          </LinkButton>
        ) : undefined
      }
    >
      {mayAdd ? (
        <ol className={styles.steps}>
          {messages.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      ) : (
        messages.askAdministrator
      )}
    </EmptyState>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  steps: css({ textAlign: 'left', maxWidth: 640, margin: '0 auto', paddingLeft: theme.spacing(3) }),
});
