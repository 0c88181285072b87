import { getDataSourceSrv, PluginPage } from '@grafana/runtime';
import { Stack } from '@grafana/ui';
import React from 'react';

import { AlertRules } from './AlertRules.tsx';
import { Dashboards } from './Dashboards.tsx';
import { DataSources } from './DataSources.tsx';
import { GettingStarted } from './GettingStarted.tsx';
import { dataSourceType } from './links.ts';
import { messages } from './messages.ts';

export default function App() {
  // The list also holds Grafana's built-in sources, whatever type is asked for.
  const dataSources = getDataSourceSrv()
    .getList({ type: dataSourceType })
    .filter((dataSource) => dataSource.type === dataSourceType);
  return (
    <PluginPage subTitle={messages.subtitle}>
      <Stack direction="column" gap={4}>
        {dataSources.length > 0 ? <DataSources dataSources={dataSources} /> : <GettingStarted />}
        <Dashboards />
        <AlertRules />
      </Stack>
    </PluginPage>
  );
}
