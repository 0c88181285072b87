import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';

import { formatNumber } from '../alerts/format.ts';
import { messages } from './messages.ts';

interface Props {
  label: string;
  /** 1 is the whole; null if it cannot be told. */
  share: number | null;
  color: 'green' | 'orange' | 'red' | 'blue';
}

/** Shows a share as a number and a bar; more than the whole fills the bar. */
export function Meter({ label, share, color }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  if (share === null) {
    return <>{messages.unknown}</>;
  }
  const text = formatNumber(share, 'percentunit');
  const width = `${Math.min(1, Math.max(0, share)) * 100}%`;
  return (
    <>
      {text}
      <div
        className={styles.bar}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(1, share)}
        aria-valuenow={share}
        aria-valuetext={text}
      >
        <div className={styles.filled} style={{ width, background: theme.visualization?.getColorByName(color) }} />
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    width: theme.spacing(14),
    height: theme.spacing(0.75),
    borderRadius: theme.shape?.radius?.default,
    background: theme.colors.background?.secondary,
    overflow: 'hidden',
  }),
  filled: css({ height: '100%' }),
});
