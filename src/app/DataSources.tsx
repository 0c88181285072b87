import type { DataSourceInstanceSettings } from '@grafana/data';
import React from 'react';

import { DataSourceCard } from './DataSourceCard.tsx';
import { messages } from './messages.ts';
import { Section } from './Section.tsx';

interface Props {
  dataSources: DataSourceInstanceSettings[];
}

export function DataSources({ dataSources }: Props) {
  return (
    <Section title={messages.dataSources}>
      {dataSources.map(({ uid, name, meta }) => (
        <DataSourceCard key={uid} uid={uid} name={name} logo={meta.info.logos.small} />
      ))}
    </Section>
  );
}
