import { PluginPage } from '@grafana/runtime';
import { Alert, Badge, LinkButton, LoadingPlaceholder, Stack, TextLink } from '@grafana/ui';
import React from 'react';

import { alertRule } from '../links.ts';
import { Section } from '../parts/Section.tsx';
import { messages } from './messages.ts';
import { Muted } from '../parts/Muted.tsx';
import { severityColors } from './severity.ts';
import { Now, Where } from './Standings.tsx';
import type { Entry } from './standing.ts';
import { Table } from '../parts/Table.tsx';
import { useRules } from './useRules.ts';

/** Lists every rule of the catalogue with its state in this Grafana. */
export function RulesPage() {
  const { entries, failure } = useRules();
  return (
    <PluginPage subTitle={messages.subtitle}>
      {!entries && <LoadingPlaceholder text={messages.loading} />}
      <Stack direction="column" gap={4}>
        {failure !== undefined && <Alert severity="warning" title={failure} />}
        {entries && failure === undefined && <p>{summaryOf(entries)}</p>}
        {groupsOf(entries ?? []).map(([name, rules]) => (
          <Section key={name} title={name}>
            <Table
              label={name}
              head={[messages.rule, messages.severity, messages.here, messages.now, messages.actions]}
              widths={['auto', '110px', '260px', '200px', '100px']}
              rows={rules.flatMap(rowsOf)}
            />
          </Section>
        ))}
      </Stack>
    </PluginPage>
  );
}

function summaryOf(entries: Entry[]): string {
  const created = entries.filter(({ standings }) => standings.length > 0);
  const firing = created.filter(({ standings }) => standings.some(({ live }) => live?.state === 'firing'));
  return messages.summary(created.length, entries.length, firing.length);
}

function groupsOf(entries: Entry[]): [name: string, entries: Entry[]][] {
  const names = [...new Set(entries.map(({ group }) => group.name))];
  return names.map((name) => [name, entries.filter(({ group }) => group.name === name)]);
}

/** Returns one row for each copy in Grafana, or one row if there is none. */
function rowsOf({ rule, standings }: Entry) {
  const rows = standings.length > 0 ? standings : [undefined];
  return rows.map((standing, index) => {
    const title = standing?.rule.grafana_alert.title ?? rule.title;
    const href = alertRule(standing?.uid ?? rule.uid);
    const severity = standing?.rule.labels?.['severity'] ?? rule.labels['severity'] ?? '';
    return {
      key: standing?.uid ?? rule.uid,
      cells: [
        <Stack key="rule" direction="column" gap={0.25}>
          <TextLink href={href} inline={false}>
            {title}
          </TextLink>
          {index === 0 && <Muted>{rule.question}</Muted>}
        </Stack>,
        <Badge key="severity" color={severityColors[severity] ?? 'darkgrey'} text={severity} />,
        standing ? <Where key="where" standing={standing} /> : messages.notCreated,
        <Now key="now" live={standing?.live} />,
        <LinkButton key="tune" size="sm" variant="secondary" href={href} aria-label={messages.tuneLabel(title)}>
          {messages.tune}
        </LinkButton>,
      ],
    };
  });
}
