import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

import { Muted } from './Muted.tsx';

/** A number with its name, and what else there is to say of it. */
export interface Figure {
  name: string;
  value: ReactNode;
  note?: ReactNode;
}

/** Shows key figures in a row, which wraps where there is not enough room. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.figures}>
      {figures.map(({ name, value, note }) => (
        <div key={name}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.value}>
            <div className={styles.number}>{value}</div>
            {note !== undefined && <Muted>{note}</Muted>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  figures: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1.5, 5), margin: 0 }),
  name: css({ ...theme.typography.bodySmall, fontWeight: theme.typography.fontWeightRegular }),
  value: css({ margin: 0 }),
  number: css({ ...theme.typography.h4, overflowWrap: 'anywhere' }),
});
