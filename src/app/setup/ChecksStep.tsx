import { Badge, Button, TextLink } from '@grafana/ui';
import React from 'react';

import type { Finding, Report } from '../../engine/inspect/model.ts';
import { prices } from '../links.ts';
import { Answer } from '../parts/Answer.tsx';
import { Muted } from '../parts/Muted.tsx';
import { Section } from '../parts/Section.tsx';
import { Table } from '../parts/Table.tsx';
import { useAsked } from '../parts/useAsked.ts';
import { askResource } from '../query.ts';
import { messages } from './messages.ts';
import { lastDay, type StepProps } from './stepProps.ts';

/** Lists what instrumentations leave out, by service, each with what to change. */
export function ChecksStep({ dataSource: { uid } }: StepProps) {
  const asked = useAsked(uid, () => askResource<Report>(uid, 'inspect', lastDay(Date.now())));
  return (
    <>
      <p>{messages.checksText}</p>
      <div>
        <Button variant="secondary" icon="sync" disabled={asked.loading} onClick={asked.again}>
          {messages.again}
        </Button>
      </div>
      <Answer asked={asked} what={messages.report}>
        {({ findings }) =>
          findings.length === 0 ? (
            <p>{messages.noFindings}</p>
          ) : (
            <>
              {servicesIn(findings).map((service) => (
                <Findings
                  key={service}
                  uid={uid}
                  service={service || messages.anyService}
                  findings={findings.filter((one) => one.service === service)}
                />
              ))}
            </>
          )
        }
      </Answer>
    </>
  );
}

/** How the report calls a model without a price. */
const unpriced = 'unpriced';

/** Services with the most severe findings first, as the report lists them. */
const servicesIn = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ service }) => service))];

interface FindingsProps {
  uid: string;
  service: string;
  findings: readonly Finding[];
}

function Findings({ uid, service, findings }: FindingsProps) {
  return (
    <Section title={service}>
      <Table
        label={service}
        head={[messages.finding, messages.count, messages.fix]}
        widths={['280px', '180px', 'auto']}
        rows={findings.map(({ severity, about, scope, dialect, count, of, advice }) => ({
          key: `${about} ${dialect} ${scope}`,
          cells: [
            <React.Fragment key="finding">
              <Badge
                color={severity === 'warning' ? 'orange' : 'blue'}
                text={severity === 'warning' ? messages.warning : messages.info}
              />{' '}
              {about}
              <Muted>{[dialect, scope].filter(Boolean).join(' · ')}</Muted>
            </React.Fragment>,
            messages.of(count.toLocaleString(), of.toLocaleString()),
            <React.Fragment key="fix">
              {advice}{' '}
              {about.startsWith(unpriced) && <TextLink href={prices({ ds: uid })}>{messages.setPrice}</TextLink>}
            </React.Fragment>,
          ],
        }))}
      />
    </Section>
  );
}
