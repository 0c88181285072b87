import { Alert } from '@grafana/ui';
import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

import { formatTime } from '../alerts/format.ts';
import { checkHealth, type Health } from '../home/api.ts';
import { Answer } from '../parts/Answer.tsx';
import { Figures } from '../parts/Figures.tsx';
import { Panel } from '../parts/Panel.tsx';
import { Section } from '../parts/Section.tsx';
import { Table } from '../parts/Table.tsx';
import { messages as shared } from '../parts/messages.ts';
import { useAsked } from '../parts/useAsked.ts';
import { messages } from './messages.ts';
import { takeSample, type SampleCall } from './sample.ts';
import type { StepProps } from './stepProps.ts';

/** Shows what is found in the table, and calls as they are read beside what was written. */
export function DetectStep({ dataSource: { uid }, now }: StepProps) {
  const health = useAsked(uid, () => checkHealth(uid));
  const sample = useAsked(health.value?.ok ? uid : undefined, () => takeSample(uid, now));
  return (
    <>
      <p>{messages.detectText}</p>
      <Answer asked={health} what={messages.check}>
        {(found) => (
          <Alert severity={severityOf(found)} title={found.message} bottomSpacing={0}>
            {found.ok && <Facts health={found} />}
          </Alert>
        )}
      </Answer>
      {health.value?.ok && (
        <Section title={messages.sample}>
          <Answer asked={sample} what={messages.sample}>
            {(calls) =>
              calls.length === 0 ? (
                <p>{messages.noSample}</p>
              ) : (
                <>
                  {calls.map((call, index) => (
                    <Sample key={call.key} place={index + 1} call={call} />
                  ))}
                </>
              )
            }
          </Answer>
        </Section>
      )}
    </>
  );
}

const severityOf = ({ ok, spans }: Health) => (ok ? (spans ? 'success' : 'warning') : 'error');

function Facts({ health: { version, table, layout, spans, dialects, unknownScopes } }: { health: Health }) {
  const list = (texts: readonly string[]) => (texts.length > 0 ? texts.join(', ') : shared.unknown);
  return (
    <Figures
      figures={[
        { name: messages.spans, value: spans?.toLocaleString() ?? shared.unknown },
        { name: messages.dialects, value: list(dialects) },
        { name: messages.table, value: table ?? shared.unknown, note: layout },
        { name: messages.version, value: version ?? shared.unknown },
        ...(unknownScopes.length > 0 ? [{ name: messages.unknownScopes, value: list(unknownScopes) }] : []),
      ]}
    />
  );
}

function Sample({ place, call: { model, time, read, written } }: { place: number; call: SampleCall }) {
  const styles = useStyles2(getStyles);
  const title = messages.sampleOf(place, model, formatTime(time));
  return (
    <Panel title={title}>
      <div className={styles.sides}>
        {(
          [
            [messages.read, read],
            [messages.written, written],
          ] as const
        ).map(([side, pairs]) => (
          <Table
            key={side}
            label={`${title}: ${side}`}
            head={[side, messages.value]}
            widths={['50%', '50%']}
            rows={pairs.map(([name, value]) => ({ key: name, cells: [name, value] }))}
          />
        ))}
      </div>
    </Panel>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  sides: css({
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    overflowWrap: 'anywhere',
    [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
});
