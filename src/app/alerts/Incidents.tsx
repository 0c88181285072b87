import { dateTime, type TimeRange } from '@grafana/data';
import { Button, IconButton, Stack, TimeRangeInput } from '@grafana/ui';
import React, { useState } from 'react';

import type { Incident } from '../../engine/alerts/backtest/model.ts';
import { Section } from '../parts/Section.tsx';
import { formatLabels, formatTime } from './format.ts';
import { messages } from './messages.ts';

interface Props {
  incidents: Incident[];
  to: number;
  onChange: (incidents: Incident[]) => void;
}

const hour = 3_600_000;

/** Shows the times when the rule should have fired. */
export function Incidents({ incidents, to, onChange }: Props) {
  const [range, setRange] = useState<TimeRange>(() => rangeOf(to - hour, to));
  return (
    <Section title={messages.incidents}>
      <p>{messages.incidentsText}</p>
      {incidents.map((incident, index) => {
        const time = `${formatTime(incident.from)} – ${formatTime(incident.to)}`;
        return (
          <Stack key={index} gap={1} alignItems="center">
            <span>
              {time}, {incident.labels ? formatLabels(incident.labels) : messages.allInstances}
            </span>
            <IconButton
              name="times"
              aria-label={messages.removeIncident(time)}
              onClick={() => onChange(incidents.filter((one) => one !== incident))}
            />
          </Stack>
        );
      })}
      <Stack gap={1} alignItems="center" role="group" aria-label={messages.incidentTime}>
        <TimeRangeInput value={range} onChange={setRange} hideTimeZone />
        <Button
          variant="secondary"
          icon="plus"
          onClick={() => onChange([...incidents, { from: range.from.valueOf(), to: range.to.valueOf() }])}
        >
          {messages.addIncident}
        </Button>
      </Stack>
    </Section>
  );
}

function rangeOf(from: number, to: number): TimeRange {
  const range = { from: dateTime(from), to: dateTime(to) };
  return { ...range, raw: range };
}
