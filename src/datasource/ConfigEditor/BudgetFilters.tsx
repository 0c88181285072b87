import { AccessoryButton, InputGroup } from '@grafana/plugin-ui';
import { Button, InlineField, MultiCombobox, Stack } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { dimensionOption } from '../../components/dimensionOption.ts';
import { HiddenLabel } from '../../components/HiddenLabel.tsx';
import type { SavedBudget } from '../../engine/settings/budgets.ts';
import { searchDimensions } from '../QueryEditor/dimensionOptions.ts';
import { operatorOptions } from '../QueryEditor/options.ts';
import { budgetMessages as messages } from './budgetMessages.ts';

type Filter = NonNullable<SavedBudget['filters']>[number];

interface Props {
  id: string;
  budget: SavedBudget;
  disabled: boolean;
  onChange: (filters: Filter[]) => void;
}

/** Edits which requests a budget covers. Values must be typed, because the data source cannot be queried yet. */
export function BudgetFilters({ id, budget, disabled, onChange }: Props) {
  const { name, filters = [] } = budget;
  return (
    <InlineField label={messages.filters} tooltip={messages.filtersTooltip} disabled={disabled}>
      <Stack direction="row" gap={1} wrap="wrap">
        {filters.map((filter, index) => {
          const set = (changes: Partial<Filter>) =>
            onChange(filters.map((own, at) => (at === index ? { ...own, ...changes } : own)));
          return (
            <InputGroup key={index}>
              <HiddenLabel id={`${id}-${index}-dimension-label`}>{messages.dimension}</HiddenLabel>
              <HiddenLabel id={`${id}-${index}-operator-label`}>{messages.operator}</HiddenLabel>
              <HiddenLabel id={`${id}-${index}-label`}>{messages.values}</HiddenLabel>
              <Combobox
                id={`${id}-${index}-dimension`}
                aria-labelledby={`${id}-${index}-dimension-label`}
                width={22}
                disabled={disabled}
                options={searchDimensions}
                value={dimensionOption(filter.dimension)}
                onChange={({ value }) => set({ dimension: value })}
              />
              <Combobox
                id={`${id}-${index}-operator`}
                aria-labelledby={`${id}-${index}-operator-label`}
                width={17}
                disabled={disabled}
                options={operatorOptions}
                value={filter.operator}
                onChange={({ value }) => set({ operator: value })}
              />
              <MultiCombobox
                id={`${id}-${index}-values`}
                aria-labelledby={`${id}-${index}-label`}
                width="auto"
                minWidth={24}
                maxWidth={60}
                disabled={disabled}
                createCustomValue
                placeholder={messages.valuesPlaceholder}
                options={filter.values.map((value) => ({ value, label: value }))}
                value={filter.values.map((value) => ({ value, label: value }))}
                onChange={(chosen) => set({ values: chosen.map(({ value }) => value) })}
              />
              <AccessoryButton
                aria-label={messages.removeFilter}
                icon="times"
                variant="secondary"
                disabled={disabled}
                onClick={() => onChange(filters.filter((_, at) => at !== index))}
              />
            </InputGroup>
          );
        })}
        <Button
          variant="secondary"
          icon="plus"
          aria-label={messages.addFilter(name)}
          disabled={disabled}
          onClick={() => onChange([...filters, { dimension: 'feature', operator: 'in', values: [] }])}
        />
      </Stack>
    </InlineField>
  );
}
