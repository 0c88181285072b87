import { IconButton, MultiCombobox, Stack } from '@grafana/ui';
import React, { useMemo } from 'react';

import { Combobox } from '../../components/Combobox.tsx';
import { dimensionOption } from '../../components/dimensionOption.ts';
import { HiddenLabel } from '../../components/HiddenLabel.tsx';
import type { DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import type { Filter, FilterOperator, MeasureQuery } from '../../engine/query/model.ts';
import { searchGroupable } from './dimensionOptions.ts';
import { messages } from './messages.ts';
import { searchValues } from './values.ts';

/** What filters can be about, and where their values come from. */
export interface Filterable {
  dimensions: readonly DimensionId[];
  /** The query that has the values of a dimension; undefined if there is none. */
  valuesQuery: (dimension: DimensionId) => MeasureQuery | undefined;
  datasourceUid: string | undefined;
}

interface Props extends Filterable {
  place: number;
  filter: Filter;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

const operators = Object.entries(messages.operators).map(([value, label]) => ({
  value: value as FilterOperator,
  label,
}));

export function FilterRow({ place, dimensions, valuesQuery, datasourceUid, filter, onChange, onRemove }: Props) {
  const id = `filter-${place}`;
  const offered = useMemo(() => searchGroupable(dimensions), [dimensions]);
  const query = JSON.stringify(valuesQuery(filter.dimension));
  const values = useMemo(
    () => searchValues(datasourceUid, query === undefined ? undefined : JSON.parse(query)),
    [datasourceUid, query]
  );
  return (
    <div>
      <HiddenLabel id={`${id}-dimension-label`}>{messages.filterDimension(place)}</HiddenLabel>
      <HiddenLabel id={`${id}-operator-label`}>{messages.filterOperator(place)}</HiddenLabel>
      <HiddenLabel id={`${id}-values-label`}>{messages.filterValues(place)}</HiddenLabel>
      <Stack direction="row" gap={0.5} alignItems="center" wrap="wrap">
        <Combobox
          id={`${id}-dimension`}
          aria-labelledby={`${id}-dimension-label`}
          width={18}
          options={offered}
          value={dimensionOption(filter.dimension)}
          onChange={({ value }) => onChange({ ...filter, dimension: value, values: [] })}
        />
        <Combobox
          id={`${id}-operator`}
          aria-labelledby={`${id}-operator-label`}
          width={17}
          options={operators}
          value={filter.operator}
          onChange={({ value }) => onChange({ ...filter, operator: value })}
        />
        <MultiCombobox
          id={`${id}-values`}
          aria-labelledby={`${id}-values-label`}
          placeholder={messages.valuesPlaceholder}
          width="auto"
          minWidth={24}
          maxWidth={40}
          createCustomValue
          options={values}
          value={filter.values.map((value) => ({ value, label: value }))}
          onChange={(chosen) => onChange({ ...filter, values: chosen.map(({ value }) => value) })}
        />
        <IconButton name="times" aria-label={messages.removeFilter} onClick={onRemove} />
      </Stack>
    </div>
  );
}
