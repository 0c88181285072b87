import type { TimeRange } from '@grafana/data';
import { AccessoryButton, InputGroup } from '@grafana/plugin-ui';
import { MultiCombobox } from '@grafana/ui';
import React from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { dimensionOption } from '../../components/dimensionOption.ts';
import { HiddenLabel } from '../../components/HiddenLabel.tsx';
import type { Filter } from '../../engine/query/model.ts';
import type { GenAIDataSource } from '../datasource.ts';
import { searchDimensions } from './dimensionOptions.ts';
import { messages } from './messages.ts';
import { operatorOptions } from './options.ts';
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
  const options = useValues({ datasource, dimension: filter.dimension, range });
  return (
    <div>
      <HiddenLabel id={`${id}-dimension-label`}>{messages.dimension}</HiddenLabel>
      <HiddenLabel id={`${id}-operator-label`}>{messages.operator}</HiddenLabel>
      <HiddenLabel id={`${id}-values-label`}>{messages.values}</HiddenLabel>
      <InputGroup>
        <Combobox
          id={`${id}-dimension`}
          data-testid={`${id}-dimension`}
          aria-labelledby={`${id}-dimension-label`}
          placeholder={messages.dimension}
          width="auto"
          minWidth={18}
          maxWidth={40}
          options={searchDimensions}
          value={dimensionOption(filter.dimension)}
          onChange={({ value }) => onChange({ ...filter, dimension: value, values: [] })}
        />
        <Combobox
          id={`${id}-operator`}
          data-testid={`${id}-operator`}
          aria-labelledby={`${id}-operator-label`}
          placeholder={messages.operator}
          width={17}
          options={operatorOptions}
          value={filter.operator}
          onChange={({ value }) => onChange({ ...filter, operator: value })}
        />
        <MultiCombobox
          id={`${id}-values`}
          data-testid={`${id}-values`}
          aria-labelledby={`${id}-values-label`}
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
    </div>
  );
}
