import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

interface Props {
  label: string;
  head: readonly string[];
  /** Rows of cells, each with a unique key. */
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** CSS widths of the columns; by default, as wide as needed. */
  widths?: readonly string[];
}

/** Shows a plain table, which scrolls horizontally if there is not enough room. */
export function Table({ label, head, rows, widths }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.frame}>
      <table className={styles.table} aria-label={label}>
        {widths && (
          <colgroup>
            {widths.map((width, index) => (
              <col key={index} style={{ width }} />
            ))}
          </colgroup>
        )}
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ overflowX: 'auto', maxWidth: '100%' }),
  table: css({
    width: '100%',
    'th, td': { padding: theme.spacing(0.75, 1.5), verticalAlign: 'top', textAlign: 'left' },
    th: { ...theme.typography.bodySmall, fontWeight: theme.typography.fontWeightMedium, whiteSpace: 'nowrap' },
    'tbody tr': { borderTop: `1px solid ${theme.colors.border?.weak}` },
    'tbody tr:hover': { background: theme.colors.action?.hover },
  }),
});
