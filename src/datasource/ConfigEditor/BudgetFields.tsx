import { IconButton, InlineField, InlineFieldRow, Input } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { defaults, periods, type SavedBudget } from '../../engine/settings/budgets.ts';
import { NumberInput } from '../../components/NumberInput.tsx';
import { BudgetFilters } from './BudgetFilters.tsx';
import { budgetMessages as messages } from './budgetMessages.ts';
import { withFields } from '../../components/budgets.ts';

interface Props {
  id: string;
  budget: SavedBudget;
  disabled: boolean;
  onChange: (budget: SavedBudget) => void;
  onRemove: () => void;
}

const periodOptions = periods.map((value) => ({ value, label: messages.periods[value] }));
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({ value, label: value }));

/** Edits one budget. */
export function BudgetFields({ id, budget, disabled, onChange, onRemove }: Props) {
  const set = (changes: Parameters<typeof withFields>[1]) => onChange(withFields(budget, changes));
  const shares = [
    { share: 'soft', label: messages.soft },
    { share: 'hard', label: messages.hard },
  ] as const;
  return (
    <div role="group" aria-label={budget.name}>
      <InlineFieldRow>
        <InlineField label={messages.name} htmlFor={`${id}-name`} disabled={disabled}>
          <Input
            id={`${id}-name`}
            width={28}
            value={budget.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
        </InlineField>
        <InlineField label={messages.amount} htmlFor={`${id}-amount`} disabled={disabled}>
          <NumberInput
            id={`${id}-amount`}
            width={16}
            prefix={messages.dollars}
            placeholder="100"
            min={0}
            disabled={disabled}
            value={budget.amount}
            onChange={(amount) => set({ amount: amount ?? 0 })}
          />
        </InlineField>
        <InlineField label={messages.period} htmlFor={`${id}-period`} disabled={disabled}>
          <Combobox
            id={`${id}-period`}
            width={27}
            disabled={disabled}
            options={periodOptions}
            value={budget.period}
            onChange={({ value }) => set({ period: value })}
          />
        </InlineField>
        <InlineField label={messages.timezone} htmlFor={`${id}-timezone`} disabled={disabled}>
          <Combobox
            id={`${id}-timezone`}
            width={26}
            disabled={disabled}
            createCustomValue
            options={zones}
            value={budget.timezone ?? defaults.timezone}
            onChange={({ value }) => set({ timezone: value === defaults.timezone ? undefined : value })}
          />
        </InlineField>
        {shares.map(({ share, label }) => (
          <InlineField
            key={share}
            label={label}
            tooltip={messages.shareTooltip}
            htmlFor={`${id}-${share}`}
            disabled={disabled}
          >
            <NumberInput
              id={`${id}-${share}`}
              width={10}
              placeholder={String(defaults[share])}
              min={0}
              disabled={disabled}
              value={budget[share]}
              onChange={(value) => set({ [share]: value })}
            />
          </InlineField>
        ))}
        <IconButton
          name="trash-alt"
          tooltip={messages.remove(budget.name)}
          aria-label={messages.remove(budget.name)}
          disabled={disabled}
          onClick={onRemove}
        />
      </InlineFieldRow>
      <BudgetFilters
        id={`${id}-filters`}
        budget={budget}
        disabled={disabled}
        onChange={(filters) => set({ filters: filters.length > 0 ? filters : undefined })}
      />
    </div>
  );
}
