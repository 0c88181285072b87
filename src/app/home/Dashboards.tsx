import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { Card, useStyles2 } from '@grafana/ui';
import React from 'react';

import { Answer } from '../parts/Answer.tsx';
import { Section } from '../parts/Section.tsx';
import { useAsked } from '../parts/useAsked.ts';
import { listDashboards } from './api.ts';
import { messages } from './messages.ts';

interface Props {
  /** The data source that a dashboard opens with. */
  datasourceUid?: string;
}

export const Dashboards = () => (
  <Section title={messages.dashboards}>
    <DashboardList />
  </Section>
);

export function DashboardList({ datasourceUid }: Props) {
  const styles = useStyles2(getStyles);
  const asked = useAsked('dashboards', listDashboards);
  const target = datasourceUid === undefined ? '' : `?var-datasource=${encodeURIComponent(datasourceUid)}`;
  return (
    <Answer asked={asked} what={messages.dashboardList}>
      {(dashboards) =>
        dashboards.length === 0 ? (
          <p>{messages.noDashboards}</p>
        ) : (
          <div className={styles.list}>
            {dashboards.map(({ uid, title, url }) => (
              <Card key={uid} href={`${url}${target}`} noMargin isCompact>
                <Card.Heading>{title}</Card.Heading>
              </Card>
            ))}
          </div>
        )
      }
    </Answer>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: `repeat(auto-fill, minmax(min(${theme.spacing(30)}, 100%), 1fr))`,
  }),
});
