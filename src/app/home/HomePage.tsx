import type { DataSourceInstanceSettings } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Button, LinkButton, Stack } from '@grafana/ui';
import React, { useState } from 'react';

import { ownDataSources } from '../dataSources.ts';
import { editDataSource, explore, setup } from '../links.ts';
import { Muted } from '../parts/Muted.tsx';
import { Section } from '../parts/Section.tsx';
import { may } from '../permissions.ts';
import { Dashboards } from './Dashboards.tsx';
import { Firing } from './Firing.tsx';
import { GettingStarted } from './GettingStarted.tsx';
import { messages } from './messages.ts';
import { SourceOverview } from './SourceOverview.tsx';

/** The start page: what is connected, seen, spent, firing and missing. */
export default function HomePage() {
  const dataSources = ownDataSources();
  const [shown, setShown] = useState(() => [(dataSources.find(({ isDefault }) => isDefault) ?? dataSources[0])?.uid]);
  return (
    <PluginPage subTitle={messages.subtitle}>
      <Stack direction="column" gap={4}>
        {dataSources.length === 0 && <GettingStarted />}
        {dataSources.map((dataSource) => (
          <Section key={dataSource.uid} title={dataSource.name} actions={<Actions dataSource={dataSource} />}>
            {shown.includes(dataSource.uid) ? (
              <SourceOverview dataSource={dataSource} />
            ) : (
              <Stack gap={1} alignItems="center">
                <Button
                  size="sm"
                  variant="secondary"
                  aria-label={messages.showLabel(dataSource.name)}
                  onClick={() => setShown([...shown, dataSource.uid])}
                >
                  {messages.show}
                </Button>
                <Muted>{messages.otherSource}</Muted>
              </Stack>
            )}
          </Section>
        ))}
        {may('alert.rules:read') && <Firing />}
        <Dashboards />
      </Stack>
    </PluginPage>
  );
}

function Actions({ dataSource: { uid, name } }: { dataSource: DataSourceInstanceSettings }) {
  const links = [
    {
      title: messages.explore,
      label: messages.exploreLabel(name),
      icon: 'compass',
      href: explore(uid),
      needs: 'datasources:explore',
    },
    {
      title: messages.setup,
      label: messages.setupLabel(name),
      icon: 'sliders-v-alt',
      href: setup({ ds: uid }),
      needs: 'datasources:write',
    },
    {
      title: messages.settings,
      label: messages.settingsLabel(name),
      icon: 'cog',
      href: editDataSource(uid),
      needs: 'datasources:write',
    },
  ] as const;
  return (
    <Stack gap={1} wrap="wrap">
      {links
        .filter(({ needs }) => may(needs))
        .map(({ title, label, icon, href }) => (
          <LinkButton key={title} variant="secondary" size="sm" icon={icon} href={href} aria-label={label}>
            {title}
          </LinkButton>
        ))}
    </Stack>
  );
}
