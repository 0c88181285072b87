import { Alert } from '@grafana/ui';
import React from 'react';

import { formatNumber, formatSeconds } from '../alerts/format.ts';
import { checkHealth } from '../home/api.ts';
import { Answer } from '../parts/Answer.tsx';
import { Code } from '../parts/Code.tsx';
import { Figures } from '../parts/Figures.tsx';
import { Muted } from '../parts/Muted.tsx';
import { Section } from '../parts/Section.tsx';
import { Table } from '../parts/Table.tsx';
import { useAsked } from '../parts/useAsked.ts';
import { messages as settingsMessages } from '../settings/messages.ts';
import type { JsonData } from '../settings/source.ts';
import { useSettings } from '../settings/useSettings.ts';
import { reasonOf } from '../../components/reason.ts';
import { messages } from './messages.ts';
import { lastDay, type StepProps } from './stepProps.ts';
import { callsIn, fillCommands, statementsFor } from './tiers.ts';

const shownDays = [7, 30];

/** Says what tables of closed hours would gain here, and hands over the statements that make them. */
export function TiersStep({ dataSource, now }: StepProps) {
  const { uid } = dataSource;
  const settings = useSettings(dataSource);
  const gained = useAsked(uid, async () => {
    const [health, calls] = await Promise.all([checkHealth(uid), callsIn(uid, lastDay(now))]);
    return { health, calls, spans: health.spans ?? 0 };
  });
  return (
    <>
      <p>{messages.tiersText}</p>
      <Answer asked={gained} what={messages.gain}>
        {({ health: { tiers }, spans, calls }) => (
          <>
            {tiers && (
              <Figures
                figures={[
                  {
                    name: messages.kept,
                    value: tiers.closedHours.toLocaleString(),
                    note: messages.keptNote(formatSeconds(tiers.lagMinutes * 60)),
                  },
                ]}
              />
            )}
            <Section title={messages.gain}>
              {spans === 0 || calls === 0 ? <p>{messages.noGain}</p> : <Gain spans={spans} calls={calls} />}
            </Section>
          </>
        )}
      </Answer>
      <Answer asked={settings.asked} what={settingsMessages.settings}>
        {({ jsonData }) => <Statements jsonData={jsonData} />}
      </Answer>
    </>
  );
}

function Gain({ spans, calls }: { spans: number; calls: number }) {
  const count = (number: number) => formatNumber(number, 'short');
  return (
    <>
      <Table
        label={messages.gain}
        head={[messages.gainOver, messages.rowsOfSpans, messages.rowsOfCalls, messages.fewer]}
        rows={shownDays.map((days) => ({
          key: String(days),
          cells: [messages.days(days), count(spans * days), count(calls * days), count(spans / calls)],
        }))}
      />
      <Muted>{messages.byDay}</Muted>
    </>
  );
}

function Statements({ jsonData }: { jsonData: JsonData }) {
  let statements: ReturnType<typeof statementsFor>;
  try {
    statements = statementsFor(jsonData);
  } catch (reason) {
    return <Alert severity="error" title={reasonOf(reason)} bottomSpacing={0} />;
  }
  return (
    <>
      <Section title={messages.ddl}>
        <Code label={messages.ddlText} text={statements.ddl} fileName="genai-tiers.sql" />
      </Section>
      <Section title={messages.grants}>
        <Code label={messages.grantsText} text={statements.grants} />
      </Section>
      <Section title={messages.fill}>
        <Code label={messages.fillText} text={fillCommands} />
      </Section>
    </>
  );
}
