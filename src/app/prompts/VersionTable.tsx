import { Badge, Button, type BadgeColor } from '@grafana/ui';
import React from 'react';

import { formatMoney, formatNumber, formatTime } from '../alerts/format.ts';
import { Muted } from '../parts/Muted.tsx';
import { Section } from '../parts/Section.tsx';
import { Table } from '../parts/Table.tsx';
import { messages as shared } from '../parts/messages.ts';
import { messages } from './messages.ts';
import { comparable, type Presence, type Version } from './versions.ts';

interface Props {
  prompt: string;
  all: readonly Version[];
  onCompare: (a: string, b: string) => void;
}

const head = [
  ...[messages.version, messages.state, messages.deployed, messages.seen, messages.requests, messages.errors],
  ...[messages.latency, messages.cost, messages.actions],
];

const colors: Record<Presence, BadgeColor> = {
  running: 'green',
  idle: 'blue',
  unseen: 'orange',
  unregistered: 'orange',
};

/** Lists the versions of a prompt: what the registry says, what runs, and how its calls went. */
export function VersionTable({ prompt, all, onCompare }: Props) {
  const versions = all.filter((one) => one.prompt === prompt);
  const runs = comparable(all, prompt);
  return (
    <Section title={messages.versions(prompt)}>
      <Table
        label={messages.versions(prompt)}
        head={head}
        rows={versions.map((one) => {
          const before = runs[runs.indexOf(one) + 1];
          return {
            key: one.version,
            cells: [
              one.version,
              <Badge
                key="state"
                color={colors[one.presence]}
                text={messages.presences[one.presence]}
                tooltip={messages.presencesMean[one.presence]}
              />,
              <Deployed key="deployed" version={one} />,
              one.firstSeen === null || one.lastSeen === null
                ? shared.unknown
                : messages.until(formatTime(one.firstSeen), formatTime(one.lastSeen)),
              formatNumber(one.requests, 'short'),
              shown(one.errorRate, (rate) => formatNumber(rate, 'percentunit')),
              shown(one.latency, (seconds) => formatNumber(seconds, 's')),
              shown(one.cost, formatMoney),
              runs.includes(one) && before ? (
                <Button
                  key="compare"
                  size="sm"
                  variant="secondary"
                  aria-label={messages.compareLabel(one.version, before.version)}
                  onClick={() => onCompare(before.version, one.version)}
                >
                  {messages.compare}
                </Button>
              ) : (
                ''
              ),
            ],
          };
        })}
      />
    </Section>
  );
}

function Deployed({ version: { deployed, source, owner } }: { version: Version }) {
  return deployed === null ? (
    <>{shared.unknown}</>
  ) : (
    <>
      {formatTime(deployed)}
      <Muted>
        {[source === 'registry' ? messages.fromRegistry : messages.firstSeen, owner && messages.by(owner)]
          .filter(Boolean)
          .join(', ')}
      </Muted>
    </>
  );
}

const shown = (value: number | null, format: (value: number) => string): string =>
  value === null ? shared.unknown : format(value);
