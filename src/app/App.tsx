import { PluginPage } from '@grafana/runtime';
import { Stack } from '@grafana/ui';
import React from 'react';

import { AlertRules } from './AlertRules.tsx';
import { Dashboards } from './Dashboards.tsx';
import { ownDataSources } from './dataSources.ts';
import { DataSources } from './DataSources.tsx';
import { GettingStarted } from './GettingStarted.tsx';
import { messages } from './messages.ts';

export default function App() {
  const dataSources = ownDataSources();
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
