import { Alert, Card, LoadingPlaceholder } from '@grafana/ui';
import React, { useEffect, useState } from 'react';

import { listDashboards, type Dashboard } from './api.ts';
import { messages } from './messages.ts';
import { Section } from './Section.tsx';

export function Dashboards() {
  const [dashboards, setDashboards] = useState<Dashboard[]>();
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let current = true;
    listDashboards()
      .then((found) => current && setDashboards(found))
      .catch(() => current && setFailed(true));
    return () => {
      current = false;
    };
  }, []);

  return (
    <Section title={messages.dashboards}>
      {failed && <Alert severity="warning" title={messages.dashboardsFailed} />}
      {!failed && !dashboards && <LoadingPlaceholder text={messages.loading} />}
      {dashboards?.length === 0 && <p>{messages.noDashboards}</p>}
      {dashboards?.map(({ uid, title, url }) => (
        <Card key={uid} href={url} noMargin>
          <Card.Heading>{title}</Card.Heading>
        </Card>
      ))}
    </Section>
  );
}
