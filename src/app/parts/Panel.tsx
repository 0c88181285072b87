import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { Stack, Text, useStyles2 } from '@grafana/ui';
import React, { useId, type ReactNode } from 'react';

interface Props {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** Frames a part of a page. */
export function Panel({ title, actions, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.panel}>
      <Stack direction="column" gap={1.5}>
        <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
          <Text element="h3" variant="h5">
            <span id={id}>{title}</span>
          </Text>
          {actions}
        </Stack>
        {children}
      </Stack>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({
    minWidth: 0,
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border?.weak}`,
    borderRadius: theme.shape?.radius?.default,
    background: theme.colors.background?.primary,
  }),
});
