import { Button } from '@grafana/ui';
import React, { useState } from 'react';

import type { BacktestResult, Incident } from '../../engine/alerts/backtest/model.ts';
import { Section } from '../parts/Section.tsx';
import { formatLabels, formatNumber, formatSeconds, formatTime } from './format.ts';
import { asIncident, firedIn, isIn } from './incidents.ts';
import { messages } from './messages.ts';
import type { Series } from './series.ts';
import { Table } from '../parts/Table.tsx';

interface Props {
  result: BacktestResult;
  series: Series;
  to: number;
  incidents: Incident[];
  onChange: (incidents: Incident[]) => void;
}

const page = 20;

export function Firings({ result, series, to, incidents, onChange }: Props) {
  const [pages, setPages] = useState(1);
  const all = firedIn(result);
  const { firings, noFirings, start, end, length, peak, labels, incident, stillFiring } = messages;
  return (
    <Section title={firings}>
      {all.length === 0 && <p>{noFirings}</p>}
      {all.length > 0 && (
        <Table
          label={firings}
          head={[start, end, length, peak, labels, incident]}
          rows={all.slice(0, pages * page).map((fired) => {
            const marked = incidents.filter((one) => isIn(fired, to, one));
            return {
              key: `${fired.start} ${formatLabels(fired.labels)}`,
              cells: [
                formatTime(fired.start),
                fired.end === null ? stillFiring : formatTime(fired.end),
                formatSeconds(((fired.end ?? to) - fired.start) / 1000),
                fired.peak === null ? '' : formatNumber(fired.peak, series.unit),
                formatLabels(fired.labels),
                <Button
                  key="incident"
                  size="sm"
                  aria-pressed={marked.length > 0}
                  fill={marked.length > 0 ? 'solid' : 'outline'}
                  variant="secondary"
                  icon={marked.length > 0 ? 'check' : 'bookmark'}
                  onClick={() =>
                    onChange(
                      marked.length > 0
                        ? incidents.filter((one) => !marked.includes(one))
                        : [...incidents, asIncident(fired, to)]
                    )
                  }
                >
                  {messages.wasIncident}
                </Button>,
              ],
            };
          })}
        />
      )}
      {all.length > pages * page && (
        <div>
          <Button size="sm" variant="secondary" onClick={() => setPages(pages + 1)}>
            {messages.more(all.length - pages * page)}
          </Button>
        </div>
      )}
    </Section>
  );
}
