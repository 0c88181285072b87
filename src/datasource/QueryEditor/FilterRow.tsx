import type { TimeRange } from '@grafana/data';
import { AccessoryButton, InputGroup } from '@grafana/plugin-ui';
import { Combobox, MultiCombobox } from '@grafana/ui';
import React from 'react';

import type { Filter } from '../../engine/query/model.ts';
import type { GenAIDataSource } from '../datasource.ts';
import { messages } from './messages.ts';
import { dimensionOptions, operatorOptions } from './options.ts';
import { useValues } from './useValues.ts';

interface Props {
  id: string;
  filter: Filter;
  datasource: GenAIDataSource;
  range: TimeRange | undefined;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

export function FilterRow({ id, filter, datasource, range, onChange, onRemove }: Props) {
  const options = useValues(datasource, filter.dimension, range);
  return (
    <InputGroup>
      <Combobox
        id={`${id}-dimension`}
        data-testid={`${id}-dimension`}
        placeholder={messages.dimension}
        width={18}
        options={dimensionOptions}
        value={filter.dimension}
        onChange={({ value }) => onChange({ ...filter, dimension: value, values: [] })}
      />
      <Combobox
        id={`${id}-operator`}
        data-testid={`${id}-operator`}
        placeholder={messages.operator}
        width={17}
        options={operatorOptions}
        value={filter.operator}
        onChange={({ value }) => onChange({ ...filter, operator: value })}
      />
      <MultiCombobox
        id={`${id}-values`}
        data-testid={`${id}-values`}
        placeholder={messages.valuesPlaceholder}
        width="auto"
        minWidth={24}
        maxWidth={60}
        createCustomValue
        options={options}
        value={filter.values.map((value) => ({ value, label: value }))}
        onChange={(chosen) => onChange({ ...filter, values: chosen.map(({ value }) => value) })}
      />
      <AccessoryButton aria-label={messages.removeFilter} icon="times" variant="secondary" onClick={onRemove} />
    </InputGroup>
  );
}
