import { Stack } from '@grafana/ui';
import React, { useMemo } from 'react';

import { defaults, type Period, type SavedBudget } from '../../engine/settings/budgets.ts';
import { formatTime } from '../alerts/format.ts';
import { Answer } from '../parts/Answer.tsx';
import { Muted } from '../parts/Muted.tsx';
import { Section } from '../parts/Section.tsx';
import { chartHeight, TimeSeries } from '../parts/TimeSeries.tsx';
import { useAsked } from '../parts/useAsked.ts';
import { useWidth } from '../parts/useWidth.ts';
import { askRows, numberOf } from '../query.ts';
import { forecastConfig, forecastData, type Point } from './chart.ts';
import { messages } from './messages.ts';
import type { BudgetState } from './states.ts';

interface Props {
  uid: string;
  budget: SavedBudget;
  state: BudgetState;
  /** Until when spending was read, in epoch milliseconds. */
  at: number;
}

const minute = 60_000;
const steps: Record<Period, number> = { day: 15 * minute, week: 120 * minute, month: 360 * minute };

/** Draws what was spent in the period of a budget, and where it leads. */
export function Forecast({ uid, budget, state, at }: Props) {
  const [element, width] = useWidth();
  const { period } = state;
  const zone = budget.timezone ?? defaults.timezone;
  const asked = useAsked(`${uid} ${JSON.stringify(budget)} ${period.from} ${at}`, () =>
    spentIn(uid, budget, period.from, at)
  );
  const data = useMemo(() => asked.value && forecastData({ spent: asked.value, state, at }), [asked.value, state, at]);
  const title = messages.chart(budget.name);
  return (
    <Section title={title}>
      <div ref={element} style={{ minHeight: chartHeight }}>
        <Answer asked={asked} what={title}>
          {() => data && <TimeSeries width={width} data={data} config={forecastConfig} />}
        </Answer>
      </div>
      <Stack>
        <Muted>{messages.chartText(formatTime(period.from, zone), formatTime(period.to, zone), zone)}</Muted>
      </Stack>
    </Section>
  );
}

/** Asks for the spending of a period, added up over time. */
async function spentIn(uid: string, budget: SavedBudget, from: number, to: number): Promise<Point[]> {
  const { rows } = await askRows(
    uid,
    {
      kind: 'measure',
      measures: [{ id: 'cost', as: 'running_total', name: 'spent' }],
      groupBy: [],
      filters: budget.filters ?? [],
      timezone: budget.timezone ?? defaults.timezone,
    },
    { from, to },
    { intervalMs: steps[budget.period] }
  );
  return rows.flatMap(({ time, spent }): Point[] => {
    const [moment, value] = [numberOf(time), numberOf(spent)];
    return moment === null ? [] : [[moment, value]];
  });
}
