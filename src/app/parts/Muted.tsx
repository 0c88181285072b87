import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

interface Props {
  children: ReactNode;
}

/** Shows secondary text. */
export function Muted({ children }: Props) {
  return <div className={useStyles2(getStyles)}>{children}</div>;
}

const getStyles = (theme: GrafanaTheme2) => css({ ...theme.typography.bodySmall, color: theme.colors.text?.secondary });
