import { Badge, Stack, TextLink } from '@grafana/ui';
import React from 'react';

import { useRules } from '../alerts/useRules.ts';
import { alertRule, alertRules } from '../links.ts';
import { Muted } from '../parts/Muted.tsx';
import { Section } from '../parts/Section.tsx';
import { Answer } from '../parts/Answer.tsx';
import { messages } from './messages.ts';
import { severityColors } from '../alerts/severity.ts';

/** Lists our rules that fire, each with its tuning page. */
export function Firing() {
  const { entries, failure, reload } = useRules();
  const asked = { value: failure === undefined ? entries : undefined, failure, loading: !entries, again: reload };
  return (
    <Section title={messages.firing} actions={<TextLink href={alertRules()}>{messages.openAlertRules}</TextLink>}>
      <Answer asked={asked} what={messages.rules}>
        {(all) => {
          const standings = all.flatMap((entry) => entry.standings);
          const firing = standings.filter(({ live }) => live?.state === 'firing');
          return firing.length === 0 ? (
            <p>{messages.noneFiring(standings.length)}</p>
          ) : (
            <Stack direction="column" gap={0.5}>
              {firing.map(({ uid, live, rule: { grafana_alert, labels } }) => {
                const severity = labels?.['severity'] ?? '';
                return (
                  <Stack key={uid} gap={1} alignItems="center" wrap="wrap">
                    <Badge color={severityColors[severity] ?? 'blue'} text={severity} />
                    <TextLink href={alertRule(uid)}>{grafana_alert.title}</TextLink>
                    <Muted>{messages.instances(live?.counts.firing ?? 1)}</Muted>
                  </Stack>
                );
              })}
            </Stack>
          );
        }}
      </Answer>
    </Section>
  );
}
