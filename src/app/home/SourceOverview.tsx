import type { DataSourceInstanceSettings, GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';

import { useAsked } from '../parts/useAsked.ts';
import { checkHealth } from './api.ts';
import { Connection } from './Connection.tsx';
import { Missing } from './Missing.tsx';
import { Quality } from './Quality.tsx';
import { worstFeatures } from './quality.ts';
import { Spending } from './Spending.tsx';
import { trafficOf } from './traffic.ts';
import { TrafficPanel } from './TrafficPanel.tsx';

const day = 86_400_000;

interface Props {
  dataSource: DataSourceInstanceSettings;
}

/** Shows what one data source sees, each part as it arrives. */
export function SourceOverview({ dataSource: { uid, jsonData } }: Props) {
  const styles = useStyles2(getStyles);
  const [now] = useState(Date.now);
  const lastDay = { from: now - day, to: now };
  const health = useAsked(uid, () => checkHealth(uid));
  // A source that does not work would only give the same reason again.
  const works = health.value?.ok ? uid : undefined;
  const traffic = useAsked(works, () => trafficOf(uid, lastDay));
  const worst = useAsked(works, () => worstFeatures(uid, lastDay));
  const { budgets = [], timezone } = jsonData as { budgets?: unknown[]; timezone?: string };
  return (
    <div className={styles.grid}>
      <Connection health={health} />
      {works !== undefined && (
        <>
          <Spending uid={uid} zone={timezone || 'UTC'} hasBudgets={budgets.length > 0} now={now} />
          <TrafficPanel traffic={traffic} />
          <div className={styles.wide}>
            <Quality worst={worst} />
          </div>
          <Missing
            isComplete={!traffic.loading && !worst.loading}
            known={{
              uid,
              health: health.value,
              traffic: traffic.value,
              scored: worst.value && worst.value.length > 0,
              hasBudgets: budgets.length > 0,
            }}
          />
        </>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  wide: css({
    display: 'grid',
    gridColumn: 'span 2',
    [theme.breakpoints.down('md')]: { gridColumn: 'span 1' },
  }),
  grid: css({
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
    gridAutoFlow: 'dense',
    [theme.breakpoints.down('xl')]: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
    [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
});
