import type { DataSourceInstanceSettings } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Alert, EmptyState, Field, RadioButtonGroup, Stack } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { noRegistry } from '../../engine/messages.ts';
import { Answer } from '../parts/Answer.tsx';
import { OfDataSource } from '../parts/OfDataSource.tsx';
import { useAsked } from '../parts/useAsked.ts';
import { useDays } from '../parts/useDays.ts';
import { useParameter } from '../parts/useParameter.ts';
import { Comparison } from './Comparison.tsx';
import { messages } from './messages.ts';
import { versionsOf, type Versions } from './versions.ts';
import { VersionTable } from './VersionTable.tsx';

const ranges = [7, 14, 30];
const rangeOptions = ranges.map((days) => ({ value: days, label: messages.modelsOf(days) }));

/** Shows which versions of prompts run, and compares two of them. */
export default function PromptsPage() {
  return (
    <PluginPage subTitle={messages.subtitle}>
      <OfDataSource>{(dataSource) => <Prompts dataSource={dataSource} />}</OfDataSource>
    </PluginPage>
  );
}

function Prompts({ dataSource: { uid } }: { dataSource: DataSourceInstanceSettings }) {
  const { days, range, choose } = useDays(ranges, 14);
  const asked = useAsked(`${uid} ${days}`, () => versionsOf(uid, range));
  return (
    <Stack direction="column" gap={3}>
      <div>
        <RadioButtonGroup aria-label={messages.range} options={rangeOptions} value={days} onChange={choose} />
      </div>
      <Answer asked={asked} what={messages.prompts}>
        {(versions) => <Found uid={uid} versions={versions} range={range} />}
      </Answer>
    </Stack>
  );
}

interface FoundProps {
  uid: string;
  versions: Versions;
  range: { from: number; to: number };
}

function Found({ uid, versions: { all, hasRegistry, notices }, range }: FoundProps) {
  const [named, name] = useParameter('prompt');
  const [, setA] = useParameter('a');
  const [, setB] = useParameter('b');
  const prompts = [...new Set(all.map(({ prompt }) => prompt))];
  const [first] = [...all].sort((one, other) => (other.deployed ?? 0) - (one.deployed ?? 0));
  const prompt = prompts.includes(named) ? named : first?.prompt;
  const compare = (a: string, b: string) => {
    setA(a);
    setB(b);
  };
  const others = notices.filter((notice) => notice !== noRegistry());
  if (prompt === undefined) {
    return (
      <EmptyState variant="not-found" message={messages.none}>
        {messages.noneText}
      </EmptyState>
    );
  }
  return (
    <>
      {!hasRegistry && (
        <Alert severity="info" title={messages.noRegistry} bottomSpacing={0}>
          {noRegistry()}
        </Alert>
      )}
      {others.map((notice) => (
        <Alert key={notice} severity="info" title={notice} bottomSpacing={0} />
      ))}
      <Field noMargin label={messages.prompt} htmlFor="prompt">
        <Combobox
          id="prompt"
          width={40}
          options={prompts.map((value) => ({ value, label: value }))}
          value={prompt}
          onChange={({ value }) => {
            compare('', '');
            name(value);
          }}
        />
      </Field>
      <VersionTable prompt={prompt} all={all} onCompare={compare} />
      <Comparison key={prompt} uid={uid} prompt={prompt} all={all} range={range} onCompare={compare} />
    </>
  );
}
