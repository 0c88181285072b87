import type { DataSourceInstanceSettings } from '@grafana/data';
import { EmptyState, Field, LinkButton, Stack } from '@grafana/ui';
import React, { type ReactNode } from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { ownDataSources } from '../dataSources.ts';
import { setup } from '../links.ts';
import { may } from '../permissions.ts';
import { messages } from './messages.ts';
import { useParameter } from './useParameter.ts';

interface Props {
  children: (dataSource: DataSourceInstanceSettings) => ReactNode;
}

/** Shows a page about one data source, which the URL names (`ds`); where there are several, one can be chosen. */
export function OfDataSource({ children }: Props) {
  const [chosen, choose] = useParameter('ds');
  const all = ownDataSources();
  const current = all.find(({ uid }) => uid === chosen) ?? all.find(({ isDefault }) => isDefault) ?? all[0];
  if (!current) {
    const mayAdd = may('datasources:create');
    return (
      <EmptyState
        variant="call-to-action"
        message={messages.noDataSource}
        button={mayAdd ? <LinkButton href={setup()}>{messages.openSetup}</LinkButton> : undefined}
      >
        {mayAdd ? messages.noDataSourceText : messages.askAdministrator}
      </EmptyState>
    );
  }
  return (
    <Stack direction="column" gap={3}>
      {all.length > 1 && (
        <Field noMargin label={messages.dataSource} htmlFor="data-source">
          <Combobox
            id="data-source"
            width={40}
            options={all.map(({ uid, name }) => ({ value: uid, label: name }))}
            value={current.uid}
            onChange={({ value }) => choose(value)}
          />
        </Field>
      )}
      <React.Fragment key={current.uid}>{children(current)}</React.Fragment>
    </Stack>
  );
}
