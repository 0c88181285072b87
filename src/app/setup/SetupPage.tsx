import type { DataSourceInstanceSettings } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Alert, Button, LinkButton, Stack } from '@grafana/ui';
import React, { useState, type ComponentType } from 'react';

import { ownDataSources } from '../dataSources.ts';
import { dataSourceType, setup } from '../links.ts';
import { Section } from '../parts/Section.tsx';
import { useParameter } from '../parts/useParameter.ts';
import { ChecksStep } from './ChecksStep.tsx';
import { ConnectStep } from './ConnectStep.tsx';
import { DashboardsStep } from './DashboardsStep.tsx';
import { DetectStep } from './DetectStep.tsx';
import { MappingStep } from './MappingStep.tsx';
import { messages, steps, type Step } from './messages.ts';
import { RulesStep } from './RulesStep.tsx';
import type { StepProps } from './stepProps.ts';
import { StepList } from './StepList.tsx';
import { TiersStep } from './TiersStep.tsx';

const parts: Record<Exclude<Step, 'connect'>, ComponentType<StepProps>> = {
  detect: DetectStep,
  mapping: MappingStep,
  checks: ChecksStep,
  rules: RulesStep,
  dashboards: DashboardsStep,
  tiers: TiersStep,
};

/** Leads from an empty Grafana to the first dashboard. The URL keeps the step and the data source. */
export default function SetupPage() {
  const [named, go] = useParameter('step');
  const [uid, choose] = useParameter('ds');
  const [now] = useState(Date.now);
  const step = steps.find((one) => one === named) ?? 'connect';
  const all = ownDataSources();
  const dataSource = all.find((one) => one.uid === uid) ?? (uid === '' ? undefined : justCreated(uid));
  const Part = step === 'connect' ? undefined : parts[step];
  const at = steps.indexOf(step);
  const [back, next] = [steps[at - 1], steps[at + 1]];
  return (
    <PluginPage subTitle={messages.subtitle}>
      <Stack direction="column" gap={3}>
        <StepList current={step} uid={uid} />
        <Section title={messages.steps[step]}>
          <Stack direction="column" gap={2}>
            {!Part ? (
              <ConnectStep dataSources={all} chosen={dataSource} onChoose={choose} />
            ) : dataSource ? (
              <Part key={dataSource.uid} dataSource={dataSource} now={now} />
            ) : (
              <Alert severity="info" title={messages.first} bottomSpacing={0}>
                <LinkButton size="sm" variant="secondary" href={setup({ step: 'connect' })}>
                  {messages.toFirst}
                </LinkButton>
              </Alert>
            )}
          </Stack>
        </Section>
        <Stack gap={1} wrap="wrap">
          {back && (
            <Button variant="secondary" icon="arrow-left" onClick={() => go(back)}>
              {messages.back(messages.steps[back])}
            </Button>
          )}
          {next && (
            <Button disabled={!dataSource} onClick={() => go(next)}>
              {messages.next(messages.steps[next])}
            </Button>
          )}
        </Stack>
      </Stack>
    </PluginPage>
  );
}

/** A data source that Grafana's list in the browser does not have yet. */
const justCreated = (uid: string): DataSourceInstanceSettings =>
  ({ uid, name: uid, type: dataSourceType, jsonData: {} }) as unknown as DataSourceInstanceSettings;
