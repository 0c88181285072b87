import { PluginPage } from '@grafana/runtime';
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import React from 'react';

import { alertRules } from '../links.ts';
import { messages } from './messages.ts';
import { Bench } from './Bench.tsx';
import { isOf } from './standing.ts';
import { useRules } from './useRules.ts';

interface Props {
  uid: string;
}

/** Shows one rule of the catalogue, or a copy of it. */
export function RulePage({ uid }: Props) {
  const { entries, failure, reload } = useRules();
  const entry = entries?.find(({ rule }) => isOf(rule, uid));
  const standing = entry?.standings.find((one) => one.uid === uid);
  const text = standing?.rule.grafana_alert.title ?? entry?.rule.title ?? uid;
  const parentItem = { text: messages.title, url: alertRules() };
  return (
    <PluginPage pageNav={{ text, parentItem }} subTitle={entry?.rule.question}>
      {!entries && <LoadingPlaceholder text={messages.loading} />}
      {failure !== undefined && <Alert severity="warning" title={failure} />}
      {entries && !entry && <Alert severity="error" title={messages.noRule(uid)} />}
      {entry && <Bench key={uid} entry={entry} standing={standing} onSaved={reload} />}
    </PluginPage>
  );
}
