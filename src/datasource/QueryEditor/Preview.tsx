import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { Alert, ClipboardButton, Collapse, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';

import { messages } from './messages.ts';
import type { Previewed } from './usePreview.ts';

/** Shows errors immediately, and the SQL on request. */
export function Preview({ preview }: { preview: Previewed | undefined }) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);

  if (preview && !preview.ok) {
    return (
      <Alert severity="warning" title={messages.previewFailed} bottomSpacing={0}>
        {preview.message}
      </Alert>
    );
  }
  const parameters = preview ? Object.entries(preview.params) : [];
  return (
    <div>
      {preview?.notices.map(({ severity, text }) => (
        <Alert key={text} severity={severity} title={text} bottomSpacing={1} />
      ))}
      <Collapse label={messages.generatedSql} isOpen={open} onToggle={setOpen}>
        {preview ? (
          <div className={styles.body}>
            <div className={styles.copy}>
              <ClipboardButton size="sm" variant="secondary" icon="copy" getText={() => preview.sql}>
                {messages.copy}
              </ClipboardButton>
            </div>
            <pre>{preview.sql}</pre>
            {parameters.length > 0 && (
              <>
                <div>{messages.parameters}</div>
                <pre>{parameters.map(([name, value]) => `${name} = ${value}`).join('\n')}</pre>
              </>
            )}
          </div>
        ) : (
          <p>{messages.describing}</p>
        )}
      </Collapse>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  body: css({ position: 'relative', '& pre': { margin: theme.spacing(0.5, 0, 1), whiteSpace: 'pre-wrap' } }),
  copy: css({ position: 'absolute', top: theme.spacing(1), right: theme.spacing(1) }),
});
