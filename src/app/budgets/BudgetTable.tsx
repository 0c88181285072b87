import { Badge, Button, Stack, Tooltip } from '@grafana/ui';
import React from 'react';

import { dimensionOption } from '../../components/dimensionOption.ts';
import type { SavedBudget } from '../../engine/settings/budgets.ts';
import { formatMoney, formatNumber, formatSeconds } from '../alerts/format.ts';
import { Meter } from '../parts/Meter.tsx';
import { Muted } from '../parts/Muted.tsx';
import { Table } from '../parts/Table.tsx';
import { messages as shared } from '../parts/messages.ts';
import { messages } from './messages.ts';
import type { BudgetState, Standing, States } from './states.ts';

interface Props {
  budgets: readonly SavedBudget[];
  states: States | undefined;
  /** The name of the budget whose forecast is shown. */
  shown: string;
  onShow: (name: string) => void;
  onEdit: (budget: SavedBudget) => void;
  onRemove: (budget: SavedBudget) => void;
}

const head = [
  ...[messages.budget, messages.state, messages.spent, messages.used, messages.pace, messages.forecast],
  ...[messages.left, messages.actions],
];

/** Lists budgets with what is spent of each, how fast, and what is expected. */
export function BudgetTable({ budgets, states, shown, onShow, onEdit, onRemove }: Props) {
  return (
    <Table
      label={messages.budgets}
      head={head}
      widths={['auto', '140px', '170px', '140px', '80px', '150px', '170px', '250px']}
      rows={budgets.map((budget) => {
        const state = states?.budgets.find(({ name }) => name === budget.name);
        return {
          key: budget.name,
          cells: [
            <Named key="budget" budget={budget} />,
            ...(state && states ? cellsOf(state, states.at) : Array.from({ length: 6 }, () => shared.unknown)),
            <Stack key="actions" gap={1} wrap="wrap">
              <Button
                size="sm"
                variant="secondary"
                icon="graph-bar"
                aria-pressed={budget.name === shown}
                aria-label={messages.showLabel(budget.name)}
                onClick={() => onShow(budget.name)}
              >
                {messages.show}
              </Button>
              <Button
                size="sm"
                variant="secondary"
                icon="pen"
                aria-label={messages.editLabel(budget.name)}
                onClick={() => onEdit(budget)}
              >
                {messages.edit}
              </Button>
              <Button
                size="sm"
                variant="secondary"
                icon="trash-alt"
                aria-label={messages.removeLabel(budget.name)}
                tooltip={messages.remove}
                onClick={() => onRemove(budget)}
              />
            </Stack>,
          ],
        };
      })}
    />
  );
}

function Named({ budget: { name, period, timezone, filters = [] } }: { budget: SavedBudget }) {
  const scope = filters.map(
    ({ dimension, operator, values }) =>
      `${dimensionOption(dimension).label}: ${messages.operators[operator]}${values.join(', ')}`
  );
  return (
    <>
      {name}
      <Muted>
        {[scope.length > 0 ? scope.join(' · ') : messages.wholeAccount, messages.per[period], timezone]
          .filter(Boolean)
          .join(' · ')}
      </Muted>
    </>
  );
}

const colors: Record<Standing, 'green' | 'orange' | 'red' | 'blue'> = {
  ok: 'green',
  soft: 'orange',
  hard: 'red',
  unknown: 'blue',
};

function cellsOf(state: BudgetState, at: number) {
  const { name, amount, spent, share_used, burn_6h, forecast, forecast_share, exhausted_in, unpriced, period } = state;
  const money = (dollars: number | null) => (dollars === null ? shared.unknown : formatMoney(dollars));
  const left = Math.max(0, (period.to - at) / 1000);
  return [
    <Badge key="state" color={colors[state.state]} text={messages.standings[state.state]} />,
    <React.Fragment key="spent">
      {money(spent)}
      <Muted>{messages.of(money(amount))}</Muted>
      {unpriced !== null && unpriced > 0 && <Muted>{messages.unpriced(formatNumber(unpriced, 'short'))}</Muted>}
    </React.Fragment>,
    <Meter key="used" label={messages.usedLabel(name)} share={share_used} color={colors[state.state]} />,
    <Tooltip key="pace" content={messages.paceText}>
      <span tabIndex={0}>{burn_6h === null ? shared.unknown : messages.paceOf(formatNumber(burn_6h, 'short'))}</span>
    </Tooltip>,
    <React.Fragment key="forecast">
      {money(forecast)}
      <Muted>
        {forecast_share === null
          ? messages.noForecast
          : messages.forecastOf(formatNumber(forecast_share, 'percentunit'))}
      </Muted>
    </React.Fragment>,
    <React.Fragment key="left">
      {formatSeconds(left)}
      {exhausted_in !== null && (
        <Muted>{exhausted_in <= 0 ? messages.usedUp : messages.exhausted(formatSeconds(exhausted_in))}</Muted>
      )}
    </React.Fragment>,
  ];
}
