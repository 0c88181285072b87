import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ConfigSection, ConfigSubSection } from '@grafana/plugin-ui';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import React from 'react';

import { messages } from './messages.ts';
import type { Props } from './props.ts';
import { accessStatements, namedTables, provisioningFile } from './provisioning.ts';

/** Shows what an administrator needs to have the same elsewhere: a provisioning file, and the ClickHouse user. */
export function ProvisioningSection({ options }: Pick<Props, 'options'>) {
  return (
    <ConfigSection
      title={messages.provisioning}
      description={messages.provisioningDescription}
      isCollapsible
      isInitiallyOpen={false}
    >
      <Copied title={messages.provisioningFile} text={provisioningFile(options)} />
      <Copied title={messages.accessStatements} text={accessStatements(options, namedTables(options))} />
    </ConfigSection>
  );
}

function Copied({ title, text }: { title: string; text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <ConfigSubSection title={title}>
      {/* A region that scrolls is reached by the keyboard. */}
      <pre className={styles.text} tabIndex={0} role="region" aria-label={title}>
        {text}
      </pre>
      <ClipboardButton icon="copy" variant="secondary" size="sm" getText={() => text}>
        {messages.copy}
      </ClipboardButton>
    </ConfigSubSection>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({
    maxWidth: theme.spacing(110),
    maxHeight: theme.spacing(50),
    overflow: 'auto',
    whiteSpace: 'pre',
  }),
});
