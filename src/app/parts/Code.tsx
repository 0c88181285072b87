import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { Button, ClipboardButton, Stack, useStyles2 } from '@grafana/ui';
import React from 'react';

import { download } from './download.ts';
import { messages } from './messages.ts';

interface Props {
  label: string;
  text: string;
  /** Offers the text as a file of this name. */
  fileName?: string;
}

/** Shows a text to copy. */
export function Code({ label, text, fileName }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      {/* A region that scrolls is reached by the keyboard. */}
      <pre className={styles.text} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <Stack gap={1}>
        <ClipboardButton
          icon="copy"
          variant="secondary"
          size="sm"
          getText={() => text}
          aria-label={messages.copyLabel(label)}
        >
          {messages.copy}
        </ClipboardButton>
        {fileName !== undefined && (
          <Button icon="download-alt" variant="secondary" size="sm" onClick={() => download(fileName, text)}>
            {messages.download}
          </Button>
        )}
      </Stack>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ width: '100%', maxHeight: theme.spacing(50), overflow: 'auto', whiteSpace: 'pre', margin: 0 }),
});
