import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { Button, ClipboardButton, Drawer, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';

import type { AlertRule, RuleGroup } from '../../engine/alerts/rule.ts';
import { renderFile } from '../../exports/file.ts';
import { renderTerraform } from '../../exports/terraform.ts';
import { download } from '../parts/download.ts';
import { messages } from './messages.ts';

interface Props {
  group: RuleGroup;
  rule: AlertRule;
  datasourceUid: string | undefined;
  onClose: () => void;
}

type Format = keyof typeof messages.formats;

const formats: Record<Format, { extension: string; render: (group: RuleGroup, datasourceUid?: string) => string }> = {
  yaml: {
    extension: 'yaml',
    render: (group, datasourceUid) => renderFile(group, { datasourceUid }, messages.exportedComment),
  },
  terraform: { extension: 'tf', render: (group, datasourceUid) => renderTerraform([group], datasourceUid) },
};

const options = (Object.keys(formats) as Format[]).map((value) => ({ value, label: messages.formats[value] }));

/** Exports the tuned rule, for files that are kept elsewhere. */
export function ExportDrawer({ group, rule, datasourceUid, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const [format, setFormat] = useState<Format>('yaml');
  const { extension, render } = formats[format];
  const text = useMemo(() => render({ ...group, rules: [rule] }, datasourceUid), [render, group, rule, datasourceUid]);
  return (
    <Drawer title={messages.exportTitle(rule.title)} size="md" onClose={onClose}>
      <Stack direction="column" gap={2}>
        <RadioButtonGroup options={options} value={format} onChange={setFormat} />
        <p>{messages.exportText[format]}</p>
        <Stack gap={1}>
          <ClipboardButton icon="copy" variant="secondary" getText={() => text}>
            {messages.copyText}
          </ClipboardButton>
          <Button icon="download-alt" variant="secondary" onClick={() => download(`${rule.uid}.${extension}`, text)}>
            {messages.download}
          </Button>
        </Stack>
        {/* What scrolls has to be reachable by keyboard. */}
        <pre
          className={styles.text}
          tabIndex={0}
          role="region"
          aria-label={messages.exported(messages.formats[format])}
        >
          {text}
        </pre>
      </Stack>
    </Drawer>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ ...theme.typography.code, maxWidth: '100%', overflow: 'auto', maxHeight: '65vh' }),
});
